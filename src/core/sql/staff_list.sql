SELECT id, name, duty, login, chief, coalesce(leaves_ms, 0),
	disabled_ms IS NOT NULL
FROM account WHERE role = ? AND service = ?
ORDER BY disabled_ms IS NOT NULL, name COLLATE NOCASE LIMIT 200
