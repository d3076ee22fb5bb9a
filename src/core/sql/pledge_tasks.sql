SELECT task.id, task.rule, task.form, coalesce(task.due_ms, 0), task.state,
	task.paused, task.made_ms, coalesce(task.ended_ms, 0),
	coalesce(duty.role, ''), coalesce(duty.scope, ''),
	coalesce(duty.role = ?2 AND duty.scope = ?3, 0),
	coalesce(duty.warn_ms, 0), maker.form, task.delivery IS NOT NULL,
	coalesce(account.name, ''), coalesce(ender.form, '')
FROM task JOIN act AS maker ON maker.id = task.act
LEFT JOIN account ON account.id = task.account
LEFT JOIN act AS ender ON ender.id = task.ended_by
	AND EXISTS (SELECT 1 FROM reception AS told WHERE told.act = ender.id
		AND told.role = ?2 AND told.scope = ?3)
LEFT JOIN duty ON duty.kind = 1 AND duty.id = task.id
WHERE task.dossier = ?1 AND (
	EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = task.act
		AND mine.role = ?2 AND mine.scope = ?3
		AND (task.rule <> 'rapprocher' OR ?2 = 'crip'))
	OR (duty.role = ?2 AND duty.scope = ?3))
ORDER BY task.state IN (2, 3), NOT coalesce(duty.role = ?2
	AND duty.scope = ?3, 0), task.due_ms IS NULL, task.due_ms, task.id
LIMIT ?4
