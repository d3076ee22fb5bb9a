DELETE FROM duty WHERE kind = ? AND id = ?
