-- The dossier it was merged into, as it stands without it.
UPDATE dossier SET (education, penal) = (SELECT education, penal FROM apart
	WHERE apart.dossier = ?1)
WHERE id = (SELECT other FROM apart WHERE apart.dossier = ?1)
