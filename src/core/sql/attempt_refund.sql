UPDATE attempt SET failures = ?, next_ms = ?, last_ms = ?
WHERE login = ? AND failures = ?
