-- What a person was to do because these letters were not before the eyes of
-- whom they are for.
SELECT task.id FROM letter JOIN delivery ON delivery.letter = letter.id
JOIN task ON task.delivery = delivery.id
WHERE letter.dossier = ?1 AND delivery.role = ?2 AND delivery.scope = ?3
	AND task.rule IN ('retard', 'abrege') AND task.state IN (0, 1) LIMIT 8;
