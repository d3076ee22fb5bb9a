SELECT count(*) FROM duty WHERE kind = 0 AND id = ?
