DELETE FROM urgent_try WHERE at_ms <= ? OR at_ms > ?
