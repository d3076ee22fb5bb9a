SELECT at_ms, deadline, word FROM alert WHERE at_ms <= ?1
ORDER BY at_ms, deadline, word LIMIT 1
