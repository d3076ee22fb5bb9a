SELECT code, service, address, asked_by = ?3 FROM mailbox
WHERE id = ?1 AND pack = ?2 AND state <> 9;
