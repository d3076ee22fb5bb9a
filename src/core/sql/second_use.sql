UPDATE account SET totp = ?, totp_step = ? WHERE id = ?
