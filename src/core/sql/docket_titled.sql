-- What acts of a dossier that this service may read say of themselves.
SELECT act.titled, max(act.id) FROM act CROSS JOIN reception AS mine
	ON mine.act = act.id AND mine.role = ?2 AND mine.scope = ?3
WHERE act.dossier = ?1 AND act.titled <> ''
GROUP BY act.titled ORDER BY 2 DESC LIMIT 4
