UPDATE mailbox SET state = 1
WHERE state = 2 AND id NOT IN (?1, ?2, ?3, ?4);
