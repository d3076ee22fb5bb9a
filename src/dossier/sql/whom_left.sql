-- It was party by mistake, and is not again.
SELECT 1 FROM departed JOIN act ON act.id = departed.act
WHERE departed.role = ?2 AND departed.scope = ?3 AND act.dossier = ?1
	AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = ?1
		AND party.role = ?2 AND party.scope = ?3)
LIMIT 1
