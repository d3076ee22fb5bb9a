INSERT INTO activation(pack, asked_by, asked_ms) VALUES (?1, ?2, ?3)
ON CONFLICT (pack) DO UPDATE SET asked_by = ?2, asked_ms = ?3, done_ms = NULL,
	ended_ms = NULL WHERE ended_ms IS NOT NULL;
