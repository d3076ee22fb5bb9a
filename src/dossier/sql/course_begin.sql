UPDATE dossier SET education = ?1, penal = ?2
WHERE id IN (SELECT id FROM dossier WHERE education = '' AND merged IS NULL
	LIMIT ?3)
