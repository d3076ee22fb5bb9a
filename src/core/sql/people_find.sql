SELECT login, name FROM account WHERE id = ? AND disabled_ms IS NULL
