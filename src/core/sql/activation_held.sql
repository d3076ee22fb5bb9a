-- How many letters wait to be let go; and how many of them since before ?1 that
-- nobody has read, which will be for a person: at most ?2.
SELECT coalesce((SELECT count FROM delivery_tally WHERE state = 0), 0),
	(SELECT count(*) FROM (SELECT 1 FROM delivery INDEXED BY delivery_held
		WHERE state = 0 AND read_ms IS NULL AND letter <= (
			SELECT letter.id FROM letter WHERE letter.made_ms < ?1
			ORDER BY letter.made_ms DESC, letter.id DESC LIMIT 1)
		LIMIT ?2));
