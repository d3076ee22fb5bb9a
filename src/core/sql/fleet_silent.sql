-- Boxes that have not called since ?1 and are not said to be silent, or the
-- other way round; holes older than ?1 that are not said, or that are filled.
SELECT (SELECT count(*) FROM box WHERE state = 1
		AND max(last_ms, confirmed_ms) < ?1
		AND NOT EXISTS (SELECT 1 FROM alarm WHERE kind = 'silent'
			AND alarm.device = box.device AND ended_ms IS NULL))
	+ (SELECT count(*) FROM alarm JOIN box USING (device)
		WHERE alarm.kind = 'silent' AND ended_ms IS NULL
		AND (state <> 1 OR max(last_ms, confirmed_ms) >= ?1))
	+ (SELECT count(*) FROM missing WHERE since_ms < ?1
		AND NOT EXISTS (SELECT 1 FROM alarm WHERE kind = 'gap'
			AND alarm.device = missing.device AND ended_ms IS NULL))
	+ (SELECT count(*) FROM alarm WHERE kind = 'gap' AND ended_ms IS NULL
		AND NOT EXISTS (SELECT 1 FROM missing
			WHERE missing.device = alarm.device AND since_ms < ?1));
