SELECT act.id, act.ident, act.reference, act.content, act.filed_ms,
	act.urgency, act.verified, act.clock, act.form, act.titled, act.parquet,
	act.payload
FROM act JOIN reception AS mine ON mine.act = act.id
WHERE act.dossier = ?1 AND mine.role = ?2 AND mine.scope = ?3
	AND (?4 = 0 OR act.id = ?4)
ORDER BY act.id LIMIT 60
