SELECT act.id, act.reference, act.form, act.content, act.filed_ms,
	act.site_name, act.verified, act.device IS NOT NULL,
	coalesce(mine.opened_ms, 0), coalesce(mine.acked_ms, 0),
	act.titled
FROM act CROSS JOIN reception AS mine ON mine.act = act.id AND mine.role = ?2
	AND mine.scope = ?3
WHERE act.dossier = ?1
ORDER BY act.filed_ms, act.id LIMIT ?4
