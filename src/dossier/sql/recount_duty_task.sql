SELECT duty.id FROM duty
LEFT JOIN task ON task.id = duty.id AND task.state = 1
	AND coalesce(task.due_ms, 9223372036854775807) = duty.due_ms
	AND task.dossier = duty.dossier AND task.role = duty.role
	AND task.scope = duty.scope
WHERE duty.kind = 1 AND task.id IS NULL LIMIT 20
