SELECT state FROM mailbox WHERE pack = ?1 AND service = ?2 AND address = ?3;
