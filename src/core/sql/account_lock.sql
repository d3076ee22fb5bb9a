SELECT id, role, salt, verifier FROM account
WHERE login = ? AND disabled_ms IS NULL
	AND (leaves_ms IS NULL OR leaves_ms > ?)
