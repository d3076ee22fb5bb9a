-- The same act, recorded lately by the same person or service.
SELECT act.reference, act.filed_ms, coalesce(account.name, '') FROM act
LEFT JOIN account ON account.id = act.account
WHERE act.dossier = ?1 AND act.form = ?2 AND act.received_ms > ?3
	AND (act.account = ?4 OR (act.role = ?5 AND act.scope = ?6))
ORDER BY act.id DESC LIMIT 1
