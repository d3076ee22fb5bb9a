-- Letters with copies only, after one that was looked at.
SELECT id, act, rule FROM letter
WHERE dossier = ?1 AND id > ?2
	AND NOT EXISTS (SELECT 1 FROM delivery
		WHERE delivery.letter = letter.id AND copy = 0)
ORDER BY id LIMIT 1
