-- By their number, some at a time.
SELECT id FROM deadline WHERE dossier = ?1 AND id > ?2 AND state = 1
ORDER BY id LIMIT 32
