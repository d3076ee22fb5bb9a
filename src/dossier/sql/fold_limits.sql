UPDATE deadline SET dossier = ?2 WHERE dossier = ?1
