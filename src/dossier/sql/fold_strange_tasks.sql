-- What a service had taken over from one that left, in a dossier that parted from
-- its own, waits again.
UPDATE task SET state = 0, role = '', scope = ''
WHERE dossier = ?1 AND state = 1 AND delivery IS NULL
	AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = ?1
		AND party.role = task.role AND party.scope = task.scope)
	AND EXISTS (SELECT 1 FROM task AS was
		JOIN departed ON departed.act = was.ended_by
		WHERE was.dossier = ?1 AND was.rule = task.rule AND was.id <> task.id)
