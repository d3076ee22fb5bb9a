UPDATE dossier SET merged = ?2 WHERE id = ?1
