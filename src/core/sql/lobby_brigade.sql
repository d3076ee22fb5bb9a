SELECT count(*) FROM account WHERE role = 'fsi' AND disabled_ms IS NULL
	AND (leaves_ms IS NULL OR leaves_ms > ?)
