SELECT count(*) FROM box WHERE site = ?1 AND state <> 0;
