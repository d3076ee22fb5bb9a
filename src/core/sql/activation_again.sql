UPDATE mailbox SET state = 1, next_ms = ?3, answer = ''
WHERE id = ?1 AND pack = ?2 AND state IN (3, 4, 5);
