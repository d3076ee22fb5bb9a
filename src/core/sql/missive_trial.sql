SELECT service, address, code FROM mailbox WHERE id = ?;
