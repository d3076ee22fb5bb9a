-- Limits that are not over, of the acts of caused_moved.sql.
WITH RECURSIVE tree(id) AS (SELECT ?2 UNION
	SELECT dossier.id FROM dossier JOIN tree ON dossier.merged = tree.id)
SELECT deadline.rule, deadline.version, coalesce(deadline.due_ms, 0)
FROM deadline JOIN act ON act.id = deadline.act
WHERE deadline.dossier = ?1 AND deadline.state < 2
	AND (?2 = ?1 OR act.home IN (SELECT id FROM tree))
	AND EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = act.id
		AND mine.role = ?3 AND mine.scope = ?4)
ORDER BY deadline.due_ms IS NULL, deadline.due_ms, deadline.id LIMIT 20
