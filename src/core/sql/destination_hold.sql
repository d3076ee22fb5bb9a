UPDATE delivery SET state = 0 WHERE id = ?1 AND state = 1;
