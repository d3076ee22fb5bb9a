UPDATE deadline SET state = start_ms IS NOT NULL, ended_ms = NULL,
	ended_by = NULL
WHERE id = ? AND state > 1
