SELECT coalesce(max(saved_ms), 0) FROM draft WHERE author IS NULL
