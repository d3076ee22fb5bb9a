UPDATE dossier SET education = ?2, penal = ?3 WHERE id = ?1
