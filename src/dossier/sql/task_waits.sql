-- Open, and nobody is named for it.
SELECT id FROM task WHERE dossier = ?1 AND rule = ?2 AND state = 0 LIMIT 1
