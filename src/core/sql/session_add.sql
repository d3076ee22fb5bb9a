INSERT INTO session(hash, account, created_ms, seen_ms, ends_ms)
VALUES (?, ?, ?, ?, ?)
