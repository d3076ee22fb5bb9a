SELECT form, saved_ms FROM jotting WHERE account = ?1 AND dossier = ?2
