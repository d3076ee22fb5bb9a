UPDATE deadline SET start_ms = ?2, due_ms = ?3, warn_ms = ?4, state = 1
WHERE id = ?1
