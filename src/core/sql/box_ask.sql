INSERT INTO box(device, site, name, kind, commune, phone, made_by, sign,
	spool_sign, checkpoint, state, asked_ms, version, granted, fingerprint,
	nonce)
SELECT ?1, site, name, kind, commune, phone, made_by, ?3, ?4, ?5, 0, ?6, ?7, ?8,
	?9, ?10
FROM enrolment WHERE hash = ?2
ON CONFLICT(device) DO UPDATE SET site = excluded.site, name = excluded.name,
	kind = excluded.kind, commune = excluded.commune,
	phone = excluded.phone, made_by = excluded.made_by,
	spool_sign = excluded.spool_sign, checkpoint = excluded.checkpoint,
	asked_ms = excluded.asked_ms, version = excluded.version,
	granted = excluded.granted, fingerprint = excluded.fingerprint;
