SELECT account.name, asked_ms, coalesce(done_ms, 0), asked_by = ?2
FROM activation JOIN account ON account.id = asked_by
WHERE pack = ?1 AND ended_ms IS NULL;
