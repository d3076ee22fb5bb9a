INSERT INTO party(dossier, role, scope, act, network, aside)
SELECT ?2, role, scope, act, 0, aside FROM party WHERE dossier = ?1
ON CONFLICT DO UPDATE SET aside = min(aside, excluded.aside),
	network = min(network, (SELECT mine.network FROM party AS mine
	WHERE mine.dossier = ?1 AND mine.role = excluded.role
		AND mine.scope = excluded.scope))
