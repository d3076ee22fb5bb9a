SELECT login, name, coalesce(leaves_ms, 0) FROM account
WHERE id = ? AND role = ? AND service = ? AND disabled_ms IS NULL
	AND (leaves_ms IS NULL OR leaves_ms > ?)
