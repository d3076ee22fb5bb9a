-- Another code than ?2's was typed. At the ?4-th the code is ?2, in a letter
-- that leaves anew.
UPDATE mailbox SET wrong = (wrong + 1) % ?4,
	code = CASE WHEN wrong + 1 < ?4 THEN code ELSE ?2 END,
	state = CASE WHEN wrong + 1 < ?4 OR state NOT IN (3, 4, 5) THEN state
		ELSE 1 END,
	next_ms = CASE WHEN wrong + 1 < ?4 THEN next_ms ELSE ?3 END
WHERE id = ?1 AND state <> 9;
