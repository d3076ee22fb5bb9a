DELETE FROM box WHERE device = ?1 AND state = 0;
