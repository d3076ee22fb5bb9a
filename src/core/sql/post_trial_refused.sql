UPDATE mailbox SET state = 5, answer = ?3, sent_ms = coalesce(sent_ms, ?2) WHERE id = ?1 AND state IN (1, 2, 3);
