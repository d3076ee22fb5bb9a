INSERT INTO alarm(device, kind, at_ms)
SELECT device, 'silent', ?2 FROM box
WHERE state = 1 AND max(last_ms, confirmed_ms) < ?1
	AND NOT EXISTS (SELECT 1 FROM alarm WHERE kind = 'silent'
		AND alarm.device = box.device AND ended_ms IS NULL);
