SELECT scope FROM account WHERE id = ?
