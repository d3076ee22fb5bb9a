UPDATE act SET home = coalesce(home, dossier), dossier = ?2 WHERE dossier = ?1
