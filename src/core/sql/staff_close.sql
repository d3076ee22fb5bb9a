UPDATE account SET disabled_ms = ? WHERE id = ?
