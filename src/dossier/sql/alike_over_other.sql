UPDATE likeness SET ended_ms = ?2, act = ?3
WHERE other = ?1 AND ended_ms IS NULL
