WITH alike(id, why) AS (
	SELECT other, why FROM likeness INDEXED BY likeness_open
	WHERE dossier = ?1 AND ended_ms IS NULL
	UNION
	SELECT dossier, why FROM likeness INDEXED BY likeness_other
	WHERE other = ?1 AND ended_ms IS NULL)
SELECT dossier.reference, dossier.opened_ms, alike.why
FROM alike CROSS JOIN dossier ON dossier.id = alike.id
WHERE EXISTS (SELECT 1 FROM party WHERE party.dossier = dossier.id
	AND party.role = ?2 AND party.scope = ?3)
ORDER BY dossier.id LIMIT 6
