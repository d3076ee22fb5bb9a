UPDATE mailbox SET state = 4, answer = ?3, sent_ms = ?2 WHERE id = ?1 AND state IN (2, 3);
