-- By ?4 ?5, and by nobody else.
SELECT count(*) > 0 AND count(*) = sum(act.role = ?4 AND act.scope = ?5)
FROM act CROSS JOIN named ON named.act = act.id
WHERE act.dossier = ?1 AND named.role = ?2 AND named.scope = ?3
