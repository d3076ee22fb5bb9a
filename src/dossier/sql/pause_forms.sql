-- The last one first.
SELECT form FROM act WHERE dossier = ? ORDER BY id DESC
