-- In the order of their codes, after ?1; ?2 1: only those to be looked at.
SELECT device, site, name, kind, state, last_ms, held, oldest_ms, version, clock,
	drift_ms,
	(SELECT group_concat(kind, ' ') FROM alarm
	 WHERE alarm.device = box.device AND ended_ms IS NULL)
FROM box
WHERE site > ?1 AND (?2 = 0 OR state = 0 OR EXISTS (SELECT 1 FROM alarm
	WHERE alarm.device = box.device AND ended_ms IS NULL))
ORDER BY site LIMIT ?3;
