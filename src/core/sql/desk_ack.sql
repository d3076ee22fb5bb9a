-- What this service has opened and not acknowledged. ?1 role, ?2 scope, ?4 rows from the ?5-th.
SELECT act.reference, act.about, act.form, act.site_name, act.parquet,
	act.content, act.urgency, act.clock, act.verified, act.filed_ms,
	act.received_ms, coalesce(mine.opened_ms, 0),
	coalesce(mine.acked_ms, 0), coalesce(theirs.acked_ms, 0),
	dossier.reference, act.titled
FROM (
	SELECT * FROM (
		SELECT act, opened_ms, acked_ms, urgent FROM reception
		INDEXED BY reception_ack
		WHERE role = ?1 AND scope = '' AND acked_ms IS NULL
			AND opened_ms IS NOT NULL
		ORDER BY urgent DESC, act DESC LIMIT ?4 + ?5)
	UNION ALL
	SELECT * FROM (
		SELECT act, opened_ms, acked_ms, urgent FROM reception
		INDEXED BY reception_ack
		WHERE role = ?1 AND scope = ?2 AND ?2 <> '' AND acked_ms IS NULL
			AND opened_ms IS NOT NULL
		ORDER BY urgent DESC, act DESC LIMIT ?4 + ?5)
) AS mine JOIN act ON act.id = mine.act
JOIN dossier ON dossier.id = act.dossier
LEFT JOIN reception AS theirs ON theirs.act = act.id
	AND theirs.role = 'parquet' AND theirs.scope = act.parquet
WHERE ?3 > 0
ORDER BY mine.urgent DESC, mine.act DESC LIMIT ?4 OFFSET ?5
