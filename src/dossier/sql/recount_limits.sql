SELECT id, dossier, rule, version FROM deadline WHERE state = 1 AND id > ?
ORDER BY id LIMIT 1
