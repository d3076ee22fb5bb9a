UPDATE reception SET acked_ms = ?1, acked_by = ?2
WHERE acked_ms IS NULL AND opened_ms IS NOT NULL AND role = ?5 AND scope = ?6
	AND act IN (SELECT id FROM act WHERE dossier = ?3 AND id <= ?4)
