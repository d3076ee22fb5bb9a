-- What stood in a dossier, and in those that had been merged into it before.
UPDATE act SET dossier = ?2, home = nullif(home, ?2)
WHERE dossier = ?1 AND home IN (
	WITH RECURSIVE tree(id) AS (
		SELECT ?2 UNION
		SELECT dossier.id FROM dossier JOIN tree ON dossier.merged = tree.id)
	SELECT id FROM tree)
