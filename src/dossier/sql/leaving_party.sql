DELETE FROM party WHERE dossier = ?1 AND role = ?2 AND scope = ?3
