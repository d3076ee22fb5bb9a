UPDATE delivery SET state = CASE WHEN read_ms IS NULL THEN 4 ELSE 7 END,
	accepted_ms = ?2, answer = ?3, bytes = NULL
WHERE id = ?1 AND state IN (2, 3);
