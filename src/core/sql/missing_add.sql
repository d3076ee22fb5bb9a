INSERT INTO missing(device, incarnation, seq, since_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT DO NOTHING;
