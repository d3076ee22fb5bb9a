UPDATE dossier SET urgency = coalesce((SELECT max(urgency) FROM act
	WHERE act.dossier = dossier.id), 0)
WHERE id IN (?1, ?2)
