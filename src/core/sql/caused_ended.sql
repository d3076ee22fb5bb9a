SELECT task.rule, act.form, task.made_ms, task.state = 3 FROM task
JOIN act ON act.id = task.act
WHERE task.dossier = ?1 AND task.ended_by = ?2
ORDER BY task.id LIMIT 20
