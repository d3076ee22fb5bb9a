SELECT 1 FROM activation
WHERE pack = ? AND done_ms IS NOT NULL AND ended_ms IS NULL;
