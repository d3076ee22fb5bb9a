DELETE FROM duty
WHERE dossier = ?1 AND kind = 1
	AND id IN (SELECT id FROM task WHERE dossier = ?1 AND state = 0)
