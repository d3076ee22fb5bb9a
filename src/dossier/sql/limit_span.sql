-- Nothing unless it runs.
SELECT coalesce(start_ms, 0), due_ms, warn_ms FROM deadline
WHERE id = ? AND state = 1
