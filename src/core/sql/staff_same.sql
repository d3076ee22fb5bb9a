SELECT count(*) FROM account
WHERE name = ? COLLATE NOCASE AND role = ? AND service = ?
	AND disabled_ms IS NULL AND (leaves_ms IS NULL OR leaves_ms > ?)
