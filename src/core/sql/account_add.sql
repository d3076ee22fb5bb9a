INSERT INTO account(id, login, name, role, service, salt, verifier, created_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
