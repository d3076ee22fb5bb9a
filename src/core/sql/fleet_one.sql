SELECT device, site, name, kind, state, last_ms, held, oldest_ms, version, clock,
	drift_ms,
	(SELECT group_concat(kind, ' ') FROM alarm
	 WHERE alarm.device = box.device AND ended_ms IS NULL),
	commune, phone, asked_ms, coalesce(confirmed_ms, 0),
	coalesce(revoked_ms, 0), fingerprint,
	(SELECT account.name FROM account WHERE id = box.made_by),
	(SELECT account.name FROM account WHERE id = box.confirmed_by),
	(SELECT account.name FROM account WHERE id = box.revoked_by),
	box.made_by = ?2
FROM box WHERE device = ?1;
