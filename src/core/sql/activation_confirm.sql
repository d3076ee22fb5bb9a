UPDATE mailbox SET state = 9, confirmed_ms = ?2, confirmed_by = ?3, who = ?4
WHERE id = ?1 AND state <> 9;
