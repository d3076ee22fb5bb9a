UPDATE account SET salt = ?, verifier = ? WHERE id = ?
