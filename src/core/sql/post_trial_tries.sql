SELECT tries, 0 FROM mailbox WHERE id = ?;
