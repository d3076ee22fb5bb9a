SELECT reference FROM known WHERE tag = ? AND at_ms > ?
ORDER BY at_ms DESC LIMIT 1
