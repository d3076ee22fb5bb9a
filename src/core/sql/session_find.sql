SELECT account.id, login, name, role, service, seen_ms, ends_ms
FROM session JOIN account ON account.id = session.account
WHERE session.hash = ? AND disabled_ms IS NULL
