-- Dossiers that ?1 ?2 was party to by mistake, as its people knew them, since ?3.
SELECT act.about, act.filed_ms FROM departed JOIN act ON act.id = departed.act
WHERE departed.role = ?1 AND departed.scope IN ('', ?2) AND act.received_ms > ?3
	AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = act.dossier
		AND party.role = departed.role AND party.scope = departed.scope)
ORDER BY departed.act DESC LIMIT 8
