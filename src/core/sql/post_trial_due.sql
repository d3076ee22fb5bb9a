SELECT id FROM mailbox WHERE state = 1 AND next_ms <= ?1
ORDER BY next_ms, id LIMIT ?2;
