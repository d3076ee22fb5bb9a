SELECT at_ms FROM urgent_try WHERE at_ms > ? AND at_ms <= ?
ORDER BY at_ms DESC LIMIT ?
