INSERT INTO departed(act, role, scope) VALUES (?1, ?2, ?3)
