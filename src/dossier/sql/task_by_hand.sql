-- One that no act ends, and no letter, of the service that owes it.
SELECT id FROM task
WHERE id = ?1 AND dossier = ?2 AND state = 1 AND form = ''
	AND delivery IS NULL AND role = ?3 AND scope = ?4
