UPDATE alarm SET ended_ms = ?2 WHERE kind = 'silent' AND ended_ms IS NULL
	AND EXISTS (SELECT 1 FROM box WHERE box.device = alarm.device
		AND (state <> 1 OR max(last_ms, confirmed_ms) >= ?1));
