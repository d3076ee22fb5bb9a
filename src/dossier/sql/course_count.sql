UPDATE dossier SET acts = ?2 WHERE id = ?1
