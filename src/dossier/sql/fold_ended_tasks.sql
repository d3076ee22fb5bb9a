-- As fold_ended_limits; who looks like whom is decided again by itself; and
-- what a service owed that left may wait for another already.
SELECT task.id FROM task JOIN act ON act.id = task.ended_by
WHERE task.dossier IN (?1, ?2) AND task.state > 1 AND task.id > ?4
	AND task.rule <> 'rapprocher'
	AND (act.dossier <> task.dossier OR act.id = ?3)
	AND NOT (EXISTS (SELECT 1 FROM departed WHERE departed.act = act.id)
		AND EXISTS (SELECT 1 FROM task AS other
			WHERE other.dossier = task.dossier AND other.rule = task.rule
				AND other.state < 2))
ORDER BY task.id LIMIT 32
