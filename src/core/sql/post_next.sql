-- When the next of what waits may leave; NULL: nothing waits.
SELECT min(at_ms) FROM (
	SELECT min(next_ms) AS at_ms FROM delivery
	WHERE state = 1 AND mode IN ('courriel_complet', 'courriel_avis')
	UNION ALL SELECT min(next_ms) FROM mailbox WHERE state = 1);
