INSERT INTO draft(id, author, holder, form, version, about, step, slot, answers,
	begun_ms, saved_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
