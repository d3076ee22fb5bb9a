INSERT INTO reading(account, dossier, at_ms) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING
