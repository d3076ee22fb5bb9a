SELECT role, scope, coalesce(opened_ms, 0), coalesce(acked_ms, 0)
FROM reception WHERE act = ? ORDER BY role = 'parquet' DESC, role, scope
