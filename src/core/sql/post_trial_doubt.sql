-- The same of a letter that tries out a mailbox of that pack.
UPDATE mailbox SET state = 3 WHERE id = ?1 AND pack = ?2 AND state = 2;
