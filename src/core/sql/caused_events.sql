SELECT deadline.rule, deadline.version, coalesce(deadline.due_ms, 0)
FROM deadline_event
JOIN deadline ON deadline.id = deadline_event.deadline
WHERE deadline.dossier = ?1 AND deadline_event.act = ?2
	AND (deadline_event.what = ?3
		OR (?3 = 'reopened' AND deadline_event.what = 'again'))
ORDER BY deadline.id LIMIT 20
