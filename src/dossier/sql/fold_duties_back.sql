UPDATE duty SET dossier = ?2
WHERE dossier = ?1
	AND ((kind = 0 AND id IN (SELECT id FROM deadline WHERE dossier = ?2))
		OR (kind = 1 AND id IN (SELECT id FROM task WHERE dossier = ?2)))
