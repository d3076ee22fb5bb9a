SELECT name, duty, role, service FROM account WHERE id = ?
