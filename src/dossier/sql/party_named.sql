INSERT INTO named(act, role, scope) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING
