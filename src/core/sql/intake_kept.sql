SELECT count(*) FROM intake WHERE device = ?1 AND state = 2;
