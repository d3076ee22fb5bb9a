SELECT count(*) FROM account WHERE login = ?
