-- Of two dossiers that parted: how those limits had ended that an act of the other
-- one opened again, though what had ended them stands where they do.
SELECT was.id FROM deadline
JOIN deadline_event AS back ON back.deadline = deadline.id
	AND back.id = (SELECT max(id) FROM deadline_event AS last
		WHERE last.deadline = deadline.id
			AND last.what IN ('reopened', 'again', 'back'))
	AND back.what = 'reopened'
JOIN act ON act.id = back.act AND act.dossier <> deadline.dossier
JOIN deadline_event AS was ON was.deadline = deadline.id
	AND was.id = (SELECT max(id) FROM deadline_event AS ended
		WHERE ended.deadline = deadline.id AND ended.id < back.id
			AND ended.what IN ('met', 'dropped'))
JOIN act AS by ON by.id = was.act AND by.dossier = deadline.dossier
WHERE deadline.dossier IN (?1, ?2) AND deadline.state < 2 AND was.id > ?3
ORDER BY was.id LIMIT 32
