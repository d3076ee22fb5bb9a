SELECT rule, version, coalesce(due_ms, 0) FROM deadline WHERE act = ?
ORDER BY due_ms IS NULL, due_ms, id LIMIT 20
