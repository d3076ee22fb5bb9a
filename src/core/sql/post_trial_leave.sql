UPDATE mailbox SET state = 2, sent_ms = ?2 WHERE id = ?1 AND state = 1;
