SELECT 1 WHERE EXISTS (SELECT 1 FROM likeness
		WHERE dossier = ?1 AND ended_ms IS NULL)
	OR EXISTS (SELECT 1 FROM likeness WHERE other = ?1 AND ended_ms IS NULL)
