SELECT id FROM task WHERE dossier = ?1 AND rule = 'rapprocher' AND state < 2
LIMIT 8
