SELECT id, kind, at_ms, detail FROM alarm
WHERE device = ?1 AND ended_ms IS NULL ORDER BY at_ms;
