-- The CRIP was asked for a service in the place of one that left, and there is
-- one of its role.
SELECT task.id FROM task JOIN departed ON departed.act = task.act
WHERE task.dossier = ?1 AND task.rule = 'designer' AND task.state < 2
	AND EXISTS (SELECT 1 FROM party WHERE party.dossier = ?1
		AND party.role = departed.role)
LIMIT 32
