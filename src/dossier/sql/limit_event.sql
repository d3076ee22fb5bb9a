INSERT INTO deadline_event(deadline, at_ms, what, act, account, detail, was_ms,
	due_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
