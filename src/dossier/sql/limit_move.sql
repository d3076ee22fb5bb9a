UPDATE deadline SET due_ms = ?2, warn_ms = ?3 WHERE id = ?1
