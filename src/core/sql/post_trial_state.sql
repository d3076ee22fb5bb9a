SELECT state FROM mailbox WHERE id = ?;
