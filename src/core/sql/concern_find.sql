SELECT act.id, act.dossier, act.ident, act.reference, act.about, act.form,
	act.site, act.site_name, act.parquet, mine.scope, act.version,
	act.content, act.urgency, act.clock, act.filed_ms, act.received_ms,
	act.verified, act.device IS NOT NULL, coalesce(mine.opened_ms, 0),
	coalesce(mine.acked_ms, 0), coalesce(theirs.acked_ms, 0),
	coalesce((SELECT max(party.network) FROM party
		WHERE party.dossier = act.dossier AND party.role = ?2
			AND party.scope = mine.scope), 0), act.titled
FROM act
JOIN reception AS mine ON mine.act = act.id AND mine.role = ?2
	AND mine.scope IN ('', ?3)
LEFT JOIN reception AS theirs ON theirs.act = act.id
	AND theirs.role = 'parquet' AND theirs.scope = act.parquet
WHERE act.reference = ?1
ORDER BY mine.scope DESC LIMIT 1
