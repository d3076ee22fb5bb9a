-- The limits of a dossier that somebody owes and that raised an alert since their
-- end was set, soonest first: those that this service owes, or that came of an
-- act it may read. ?1 dossier, ?2 role, ?3 scope.
SELECT deadline.rule, deadline.version, duty.due_ms, event.detail,
	duty.role = ?2 AND duty.scope IN ('', ?3)
FROM duty JOIN deadline ON deadline.id = duty.id
JOIN deadline_event AS event ON event.id = (SELECT last.id
	FROM deadline_event AS last WHERE last.deadline = deadline.id
		AND last.what IN ('started', 'alert', 'moved')
	ORDER BY last.id DESC LIMIT 1)
WHERE duty.dossier = ?1 AND duty.kind = 0 AND event.what = 'alert'
	AND (duty.role = ?2 AND duty.scope IN ('', ?3)
		OR EXISTS (SELECT 1 FROM reception WHERE reception.act = deadline.act
			AND reception.role = ?2 AND reception.scope IN ('', ?3)))
ORDER BY duty.due_ms, duty.id
