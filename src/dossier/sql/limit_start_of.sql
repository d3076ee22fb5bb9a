SELECT coalesce(start_ms, 9223372036854775807) FROM deadline WHERE id = ?
