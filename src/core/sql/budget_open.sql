SELECT count(*) FROM allowance
WHERE account = ?1 AND asked_ms > ?2 AND asked_ms <= ?3 AND given_ms IS NULL
