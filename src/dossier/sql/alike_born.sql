-- Same day of birth, and one of the names.
SELECT dossier FROM minor
WHERE born = ?1 AND dossier <> ?4
	AND ((name = ?2 AND ?2 <> '') OR (first = ?3 AND ?3 <> ''))
ORDER BY act DESC LIMIT 8
