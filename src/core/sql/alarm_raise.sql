INSERT INTO alarm(device, kind, at_ms, detail)
SELECT ?1, ?2, ?3, ?4
WHERE NOT EXISTS (SELECT 1 FROM alarm
	WHERE device = ?1 AND kind = ?2 AND ended_ms IS NULL);
