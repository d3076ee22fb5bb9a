-- Does the pack send? And is a person told of a letter that waits?
SELECT EXISTS (SELECT 1 FROM activation WHERE pack = ?1
		AND done_ms IS NOT NULL AND ended_ms IS NULL),
	EXISTS (SELECT 1 FROM task INDEXED BY task_late
		WHERE rule = 'retard' AND state IN (0, 1));
