-- Who left a dossier and is not party again has nothing to do there.
SELECT duty.id FROM departed JOIN act ON act.id = departed.act
JOIN duty ON duty.dossier = act.dossier AND duty.role = departed.role
	AND duty.scope = departed.scope
WHERE NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = act.dossier
	AND party.role = departed.role AND party.scope = departed.scope)
LIMIT 20
