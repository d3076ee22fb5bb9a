SELECT failures, next_ms, last_ms FROM attempt WHERE login = ?
