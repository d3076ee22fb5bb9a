-- As fold_ended_limits; who looks like whom is decided again by itself.
SELECT task.id FROM task JOIN act ON act.id = task.ended_by
WHERE task.dossier IN (?1, ?2) AND task.state > 1 AND task.id > ?4
	AND task.rule <> 'rapprocher'
	AND (act.dossier <> task.dossier OR act.id = ?3)
ORDER BY task.id LIMIT 32
