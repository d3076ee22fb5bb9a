-- Who had left owes it no more, if it is not party again.
UPDATE task SET role = '', scope = ''
WHERE id = ?1 AND state > 1 AND ended_by IN (SELECT act FROM departed)
	AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = task.dossier
		AND party.role = task.role AND party.scope = task.scope)
