SELECT act.id, act.reference, act.filed_ms, coalesce(mine.opened_ms, 0)
FROM act JOIN reception AS mine ON mine.act = act.id
WHERE act.dossier = ?1 AND mine.role = ?2 AND mine.scope = ?3
ORDER BY act.id LIMIT 200
