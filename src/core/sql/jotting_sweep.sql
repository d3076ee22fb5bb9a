DELETE FROM jotting WHERE saved_ms < ?
