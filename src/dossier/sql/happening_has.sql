-- An act of that form stands in the dossier.
SELECT 1 FROM act WHERE dossier = ?1 AND form = ?2 LIMIT 1
