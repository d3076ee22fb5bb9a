INSERT INTO alert(at_ms, deadline, word) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING
