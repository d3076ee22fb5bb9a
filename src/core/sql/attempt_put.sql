INSERT INTO attempt(login, failures, next_ms, last_ms) VALUES (?, ?, ?, ?)
ON CONFLICT(login) DO UPDATE SET
	failures = excluded.failures,
	next_ms = excluded.next_ms,
	last_ms = excluded.last_ms
