SELECT task.id FROM task CROSS JOIN duty INDEXED BY duty_of
	ON duty.kind = 1 AND duty.id = task.id
WHERE task.dossier = ?1 AND task.form = ?2 AND duty.role = ?3
	AND duty.scope = ?4 AND task.state < 2 LIMIT 32
