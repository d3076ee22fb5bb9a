-- Acts of a dossier that came from ?2 (itself: all of them), as ?4 and ?5 may read.
WITH RECURSIVE tree(id) AS (SELECT ?2 UNION
	SELECT dossier.id FROM dossier JOIN tree ON dossier.merged = tree.id)
SELECT act.reference, act.form, act.filed_ms FROM act
WHERE act.dossier = ?1 AND (?2 = ?1 OR act.home IN (SELECT id FROM tree))
	AND act.id <> ?3
	AND EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = act.id
		AND mine.role = ?4 AND mine.scope = ?5)
ORDER BY act.id LIMIT 20
