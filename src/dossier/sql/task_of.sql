-- The next one that a service owes.
SELECT id, act, rule, coalesce(delivery, 0) FROM task
WHERE dossier = ?1 AND role = ?2 AND scope = ?3 AND state = 1 AND id > ?4
ORDER BY id LIMIT 1
