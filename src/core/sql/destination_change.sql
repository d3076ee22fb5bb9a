-- Its service has another address, or is written to otherwise; no relay was
-- shown the former one.
UPDATE delivery SET mailbox = ?2, mode = ?3
WHERE id = ?1 AND state = 1 AND sent_ms IS NULL;
