DELETE FROM jotting WHERE account = ?1 AND dossier = ?2 AND form = ?3
