-- Owed twice by the same service, all but the one that is due first; who looks
-- like whom is decided elsewhere.
SELECT id FROM task
WHERE dossier = ?1 AND state < 2 AND delivery IS NULL AND rule <> 'rapprocher'
	AND EXISTS (SELECT 1 FROM task AS kept
		WHERE kept.dossier = task.dossier AND kept.state < 2
			AND kept.delivery IS NULL AND kept.rule = task.rule
			AND kept.role = task.role AND kept.scope = task.scope
			AND (coalesce(kept.due_ms, 9223372036854775807), kept.id)
				< (coalesce(task.due_ms, 9223372036854775807), task.id))
ORDER BY id LIMIT 32
