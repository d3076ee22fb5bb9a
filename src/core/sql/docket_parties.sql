-- Who is party, and how far they are, of the acts that ?2 and ?3 may read too.
SELECT party.role, party.scope, count(reception.act),
	count(reception.opened_ms), count(reception.acked_ms),
	coalesce(max(reception.acked_ms), 0)
FROM party LEFT JOIN act ON act.dossier = party.dossier
	AND EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = act.id
		AND mine.role = ?2 AND mine.scope = ?3)
LEFT JOIN reception ON reception.act = act.id
	AND reception.role = party.role AND reception.scope = party.scope
WHERE party.dossier = ?1
GROUP BY party.role, party.scope
ORDER BY party.role = 'parquet' DESC, party.role, party.scope LIMIT 40
