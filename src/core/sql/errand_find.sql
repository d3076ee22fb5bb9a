SELECT task.rule, act.form, task.made_ms FROM task
JOIN act ON act.id = task.act
WHERE task.id = ?
