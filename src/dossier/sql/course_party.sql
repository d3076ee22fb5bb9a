SELECT 1 FROM party WHERE dossier = ?1 AND role = ?2 AND scope IN ('', ?3) LIMIT 1
