UPDATE chain SET seq = ?, before = ?
