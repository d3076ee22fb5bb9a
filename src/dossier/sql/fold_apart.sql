-- One act, and what completes it.
UPDATE act SET dossier = ?2
WHERE dossier = ?1
	AND (id = ?3 OR about = (SELECT reference FROM act WHERE id = ?3))
