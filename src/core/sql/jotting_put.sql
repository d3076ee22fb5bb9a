INSERT INTO jotting(account, dossier, form, id, version, answers, saved_ms, step)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT(account, dossier, form) DO UPDATE SET
	version = excluded.version, answers = excluded.answers,
	saved_ms = excluded.saved_ms, step = excluded.step
