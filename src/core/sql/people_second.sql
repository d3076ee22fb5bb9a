UPDATE account SET totp = NULL, totp_step = 0 WHERE id = ?
