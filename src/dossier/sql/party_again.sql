-- Named again: block I may be released by it, and what its role owes be its own;
-- and a party that came with a merged dossier is from now on one of this
-- dossier's own.
UPDATE party SET network = max(network, ?5), aside = min(aside, ?6),
	act = CASE WHEN (SELECT home FROM act WHERE id = party.act) IS NULL
		THEN act ELSE ?4 END
WHERE dossier = ?1 AND role = ?2 AND scope = ?3
	AND (network < ?5 OR aside > ?6
		OR (SELECT home FROM act WHERE id = party.act) IS NOT NULL)
