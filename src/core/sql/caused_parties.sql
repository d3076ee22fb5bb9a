SELECT party.role, party.scope FROM act
CROSS JOIN party ON party.dossier = act.dossier
WHERE act.id = ?1 AND party.act = ?1 ORDER BY party.role, party.scope LIMIT 20
