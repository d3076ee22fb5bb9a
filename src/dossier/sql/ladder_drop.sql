DELETE FROM alert WHERE at_ms = ?1 AND deadline = ?2 AND word = ?3
