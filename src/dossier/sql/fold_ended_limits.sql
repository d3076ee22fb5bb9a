-- Of two dossiers that parted: what an act of the other one had ended, or the
-- act that had merged them.
SELECT deadline.id FROM deadline JOIN act ON act.id = deadline.ended_by
WHERE deadline.dossier IN (?1, ?2) AND deadline.state > 1 AND deadline.id > ?4
	AND (act.dossier <> deadline.dossier OR act.id = ?3)
ORDER BY deadline.id LIMIT 32
