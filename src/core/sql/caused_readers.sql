SELECT role, scope FROM reception WHERE act = ?
ORDER BY role, scope LIMIT 20
