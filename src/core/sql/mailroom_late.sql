-- How many nobody knows the end of, or wait since before ?1; at most ?2, for
-- while a pack sends nothing all wait.
SELECT count(*) FROM (
	SELECT 1 FROM delivery WHERE delivery.state = 3
	UNION ALL
	SELECT 1 FROM delivery INDEXED BY delivery_waits
	WHERE delivery.state IN (0, 1, 2)
		AND (delivery.state > 0 OR delivery.read_ms IS NULL)
		AND delivery.late IN (0, 1) AND delivery.urgent IN (0, 1)
		AND delivery.letter <= (SELECT letter.id FROM letter
			WHERE letter.made_ms < ?1
			ORDER BY letter.made_ms DESC LIMIT 1)
	LIMIT ?2);
