-- Those of one rule that are not over, some at a time.
SELECT id FROM deadline
WHERE dossier = ?1 AND rule = ?2 AND id > ?3 AND state < 2
ORDER BY id LIMIT 32
