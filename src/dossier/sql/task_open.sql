SELECT task.id, task.form, task.rule, act.form FROM task
JOIN act ON act.id = task.act
WHERE task.dossier = ?1 AND task.state = ?2 AND task.id > ?3
ORDER BY task.id LIMIT 1
