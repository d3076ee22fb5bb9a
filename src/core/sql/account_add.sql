INSERT INTO account(id, login, name, role, service, duty, scope, chief,
	leaves_ms, made_by, salt, verifier, created_ms, totp)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
