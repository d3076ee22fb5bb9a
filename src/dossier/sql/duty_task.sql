INSERT INTO duty(role, scope, due_ms, kind, id, dossier, warn_ms)
SELECT role, scope, coalesce(due_ms, 9223372036854775807), 1, id, dossier,
	coalesce(due_ms - (due_ms - made_ms) / 4, 9223372036854775807)
FROM task WHERE id = ? AND state = 1
ON CONFLICT DO NOTHING
