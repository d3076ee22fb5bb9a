-- Duties that are of no limit that runs, or say another hour or dossier of it.
SELECT duty.id FROM duty
LEFT JOIN deadline ON deadline.id = duty.id AND deadline.state = 1
	AND deadline.due_ms = duty.due_ms AND deadline.warn_ms = duty.warn_ms
	AND deadline.dossier = duty.dossier
WHERE duty.kind = 0 AND deadline.id IS NULL LIMIT 20
