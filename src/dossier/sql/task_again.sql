UPDATE task SET state = role <> '', ended_ms = NULL, ended_by = NULL,
	account = NULL
WHERE id = ? AND state > 1
