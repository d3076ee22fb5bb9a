INSERT INTO sending(id, author, form, content, reference, about, urgency,
	recorded_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
