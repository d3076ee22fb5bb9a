INSERT INTO task(dossier, act, rule, form, delivery, made_ms, due_ms, state,
	role, scope)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
