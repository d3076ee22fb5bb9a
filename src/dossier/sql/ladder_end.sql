DELETE FROM alert WHERE deadline = ?
