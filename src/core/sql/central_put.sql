INSERT INTO central(one, deployment, url, pin, intake, recovery, sign,
	checkpoint, granted, granted_ms)
VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
