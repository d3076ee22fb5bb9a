SELECT code, service, address, asked_by = ?3, state = 9 FROM mailbox
WHERE id = ?1 AND pack = ?2;
