SELECT account.id, login, name, role, service, duty, scope, chief, seen_ms,
	min(ends_ms, coalesce(leaves_ms, ends_ms))
FROM session JOIN account ON account.id = session.account
WHERE session.hash = ? AND disabled_ms IS NULL
