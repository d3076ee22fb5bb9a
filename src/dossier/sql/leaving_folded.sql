-- Nor does it come back by the split of what was merged into this dossier.
DELETE FROM folded
WHERE role = ?2 AND scope = ?3 AND dossier IN (
	WITH RECURSIVE tree(id) AS (
		SELECT id FROM dossier WHERE merged = ?1 UNION
		SELECT dossier.id FROM dossier JOIN tree ON dossier.merged = tree.id)
	SELECT id FROM tree)
