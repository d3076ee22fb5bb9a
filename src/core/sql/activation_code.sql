SELECT code FROM mailbox WHERE id = ?1 AND pack = ?2 AND state <> 9;
