SELECT dossier.id, dossier.reference, dossier.education, dossier.penal,
	dossier.urgency, dossier.opened_ms, dossier.moved_ms,
	coalesce((SELECT other.reference FROM dossier AS other
		WHERE other.id = dossier.merged), '')
FROM dossier WHERE dossier.id = coalesce(
	(SELECT found.id FROM dossier AS found WHERE found.reference = ?1
		AND ?1 <> '' ORDER BY found.id LIMIT 1),
	(SELECT act.dossier FROM act WHERE act.reference = ?1))
