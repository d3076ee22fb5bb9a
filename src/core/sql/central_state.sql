SELECT incarnation, seen, ours, offered, states, revoked_ms IS NOT NULL,
	history_ms IS NOT NULL
FROM central
