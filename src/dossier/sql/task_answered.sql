SELECT id FROM task WHERE dossier = ?1 AND form = ?2 AND state < 2 LIMIT 32
