INSERT INTO alarm(device, kind, at_ms, detail)
SELECT device, 'gap', ?2, min(incarnation || '/' || (seq - 1)) FROM missing
WHERE since_ms < ?1 AND NOT EXISTS (SELECT 1 FROM alarm WHERE kind = 'gap'
	AND alarm.device = missing.device AND ended_ms IS NULL)
GROUP BY device;
