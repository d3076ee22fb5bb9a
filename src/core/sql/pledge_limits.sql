SELECT deadline.id, deadline.rule, deadline.version,
	coalesce(deadline.start_ms, 0), coalesce(deadline.due_ms, 0),
	coalesce(deadline.warn_ms, 0), deadline.state, deadline.paused,
	coalesce(deadline.ended_ms, 0), opener.reference, opener.filed_ms,
	coalesce(ender.reference, ''),
	EXISTS (SELECT 1 FROM duty WHERE duty.kind = 0
		AND duty.id = deadline.id AND duty.role = ?2
		AND duty.scope = ?3),
	coalesce((SELECT iif(what = 'alert', detail, '') FROM deadline_event
		WHERE deadline_event.deadline = deadline.id
			AND what IN ('started', 'alert', 'moved')
		ORDER BY deadline_event.id DESC LIMIT 1), '')
FROM deadline JOIN act AS opener ON opener.id = deadline.act
LEFT JOIN act AS ender ON ender.id = deadline.ended_by
	AND EXISTS (SELECT 1 FROM reception AS told WHERE told.act = ender.id
		AND told.role = ?2 AND told.scope = ?3)
WHERE deadline.dossier = ?1 AND (
	EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = deadline.act
		AND mine.role = ?2 AND mine.scope = ?3)
	OR EXISTS (SELECT 1 FROM duty WHERE duty.kind = 0
		AND duty.id = deadline.id AND duty.role = ?2
		AND duty.scope = ?3))
ORDER BY deadline.state IN (2, 3), deadline.due_ms IS NULL, deadline.due_ms,
	deadline.id LIMIT ?4
