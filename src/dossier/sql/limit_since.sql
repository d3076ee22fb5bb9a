UPDATE deadline SET start_ms = ?2 WHERE id = ?1
