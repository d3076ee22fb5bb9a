UPDATE alarm SET ended_ms = ?2 WHERE kind = 'gap' AND ended_ms IS NULL
	AND NOT EXISTS (SELECT 1 FROM missing
		WHERE missing.device = alarm.device AND since_ms < ?1);
