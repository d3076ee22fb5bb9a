SELECT count(*) FROM party WHERE dossier = ?1 AND role = ?2
