-- What else this service owes. ?1 role, ?2 scope, ?3 now, ?4 rows from the ?5-th.
SELECT mine.kind, mine.id, coalesce(deadline.rule, task.rule, ''),
	coalesce(deadline.version, 0), mine.due_ms,
	coalesce(deadline.paused, task.paused, 0), dossier.reference,
	dossier.urgency, mine.role, mine.scope
FROM (
	SELECT * FROM (
		SELECT duty.* FROM duty
		WHERE role = ?1 AND scope = ''
			AND due_ms >= ?3 AND warn_ms > ?3
		ORDER BY due_ms, kind, id LIMIT ?4 + ?5)
	UNION ALL
	SELECT * FROM (
		SELECT duty.* FROM duty
		WHERE role = ?1 AND scope = ?2 AND ?2 <> ''
			AND due_ms >= ?3 AND warn_ms > ?3
		ORDER BY due_ms, kind, id LIMIT ?4 + ?5)
) AS mine JOIN dossier ON dossier.id = mine.dossier
LEFT JOIN deadline ON mine.kind = 0 AND deadline.id = mine.id
LEFT JOIN task ON mine.kind = 1 AND task.id = mine.id
ORDER BY mine.due_ms, mine.kind, mine.id LIMIT ?4 OFFSET ?5
