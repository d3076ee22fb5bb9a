-- Open, for the same service, about the same letter.
SELECT task.id FROM task CROSS JOIN duty INDEXED BY duty_of
	ON duty.kind = 1 AND duty.id = task.id
WHERE task.dossier = ?1 AND task.rule = ?2 AND duty.role = ?3
	AND duty.scope = ?4 AND task.delivery IS ?5 LIMIT 1
