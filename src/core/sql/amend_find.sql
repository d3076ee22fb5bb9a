-- One of those that pledge_limits shows to a service.
SELECT deadline.rule, deadline.version, coalesce(deadline.due_ms, 0)
FROM deadline WHERE deadline.id = ?1 AND deadline.dossier = ?2
	AND deadline.state IN (0, 1) AND (
	EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = deadline.act
		AND mine.role = ?3 AND mine.scope = ?4)
	OR EXISTS (SELECT 1 FROM duty WHERE duty.kind = 0
		AND duty.id = deadline.id AND duty.role = ?3
		AND duty.scope = ?4))
