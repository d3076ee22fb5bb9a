-- About letters to a service that is written to no more; whether one that may
-- have arrived did is still asked.
SELECT task.id FROM letter JOIN delivery ON delivery.letter = letter.id
JOIN task ON task.delivery = delivery.id
WHERE letter.dossier = ?1 AND delivery.role = ?2 AND delivery.scope = ?3
	AND delivery.state <> 3 AND task.state < 2
ORDER BY task.id LIMIT 32
