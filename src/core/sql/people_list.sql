SELECT id, name, duty, login, role, service, scope, disabled_ms IS NOT NULL,
	totp IS NOT NULL
FROM account ORDER BY disabled_ms IS NOT NULL, name COLLATE NOCASE LIMIT 300
