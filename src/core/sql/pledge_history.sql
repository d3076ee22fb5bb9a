SELECT deadline_event.at_ms, deadline_event.what, deadline_event.detail,
	coalesce(account.name, ''), coalesce(account.service, ''),
	coalesce(deadline_event.was_ms, 0), coalesce(deadline_event.due_ms, 0)
FROM deadline_event
LEFT JOIN account ON account.id = deadline_event.account
WHERE deadline_event.deadline = ? ORDER BY deadline_event.id LIMIT 24
