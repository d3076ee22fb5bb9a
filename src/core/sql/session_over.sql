SELECT hash, account, role, seen_ms, min(ends_ms, coalesce(leaves_ms, ends_ms))
FROM session JOIN account ON account.id = session.account
WHERE seen_ms <= ?1 OR ends_ms <= ?2 OR seen_ms > ?3 OR disabled_ms IS NOT NULL
	OR leaves_ms <= ?2
LIMIT ?4
