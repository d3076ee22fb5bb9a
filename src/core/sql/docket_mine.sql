SELECT scope FROM (
	SELECT party.scope FROM party
	WHERE party.dossier = ?1 AND party.role = ?2
		AND party.scope IN ('', ?3)
	UNION
	SELECT reception.scope FROM act
	CROSS JOIN reception ON reception.act = act.id
	WHERE act.dossier = ?1 AND reception.role = ?2
		AND reception.scope IN ('', ?3))
ORDER BY scope DESC LIMIT 1
