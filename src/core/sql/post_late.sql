-- Waiting since before ?1, whatever for, and no person was told; urgent or not.
-- What was read on the desk meanwhile waits for nobody. The index knows each of
-- these, and ends at the last letter that is late: what was told costs nothing.
SELECT delivery.id, letter.dossier, letter.act, delivery.name
FROM delivery INDEXED BY delivery_waits
CROSS JOIN letter ON letter.id = delivery.letter
WHERE delivery.state IN (0, 1, 2)
	AND (delivery.state > 0 OR delivery.read_ms IS NULL)
	AND delivery.late = 0 AND delivery.urgent = ?2
	AND delivery.letter <= (SELECT letter.id FROM letter
		WHERE letter.made_ms <= ?1 ORDER BY letter.made_ms DESC LIMIT 1)
	AND delivery.mode IN ('courriel_complet', 'courriel_avis')
ORDER BY delivery.letter, delivery.id LIMIT ?3;
