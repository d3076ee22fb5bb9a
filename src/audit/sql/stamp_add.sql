INSERT INTO trail_stamp(size, made_ms, note) VALUES (?, ?, ?)
ON CONFLICT (size) DO NOTHING
