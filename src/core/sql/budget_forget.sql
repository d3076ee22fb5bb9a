DELETE FROM reading WHERE account = ?1 AND (at_ms <= ?2 OR at_ms > ?3)
