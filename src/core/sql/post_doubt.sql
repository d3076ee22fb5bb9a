-- Its end may leave, unless the way of its pack ?2 was shut meanwhile.
UPDATE delivery SET state = 3 WHERE id = ?1 AND state = 2
	AND EXISTS (SELECT 1 FROM activation
		WHERE pack = ?2 AND done_ms IS NOT NULL AND ended_ms IS NULL);
