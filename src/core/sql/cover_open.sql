UPDATE reception SET opened_ms = ?1, opened_by = ?2
WHERE opened_ms IS NULL AND role = ?4 AND scope = ?5
	AND act IN (SELECT id FROM act WHERE dossier = ?3)
