-- The rules of those that are not over.
SELECT DISTINCT rule FROM deadline WHERE dossier = ? AND state < 2
