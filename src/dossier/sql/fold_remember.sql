INSERT OR REPLACE INTO folded(dossier, role, scope, act, network, aside, theirs)
SELECT mine.dossier, mine.role, mine.scope, mine.act, mine.network, mine.aside,
	(SELECT network FROM party AS theirs WHERE theirs.dossier = ?2
		AND theirs.role = mine.role AND theirs.scope = mine.scope)
FROM party AS mine WHERE mine.dossier = ?1
