-- Acts somebody is to read, of a dossier to which they are not party.
SELECT reception.act FROM reception JOIN act ON act.id = reception.act
WHERE NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = act.dossier
	AND party.role = reception.role AND party.scope = reception.scope)
LIMIT 20
