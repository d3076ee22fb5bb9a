INSERT INTO allowance(account, asked_ms, why) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING
