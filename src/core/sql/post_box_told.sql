UPDATE delivery SET state = 4, sent_ms = ?2, accepted_ms = ?2
WHERE id = ?1 AND state = 1;
