-- That a fiche resembles another is said to who is asked about it alone: a name
-- that is typed and not recorded must not tell who is known here.
SELECT task.rule, act.form, task.made_ms, coalesce(task.due_ms, 0),
	coalesce(duty.role, ''), coalesce(duty.scope, '')
FROM task JOIN act ON act.id = task.act
LEFT JOIN duty ON duty.kind = 1 AND duty.id = task.id
WHERE task.act = ?1 AND task.dossier = ?2
	AND (task.rule <> 'rapprocher' OR ?3 = 'crip') ORDER BY task.id LIMIT 20
