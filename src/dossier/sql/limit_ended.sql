-- Those of one rule that an act of this form had ended, some at a time.
SELECT deadline.id FROM deadline JOIN act ON act.id = deadline.ended_by
WHERE deadline.dossier = ?1 AND deadline.rule = ?2 AND act.form = ?3
	AND deadline.id > ?4 AND deadline.state > 1
ORDER BY deadline.id LIMIT 32
