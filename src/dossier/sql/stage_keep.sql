UPDATE apart SET education = ?2, penal = ?3 WHERE dossier = ?1
