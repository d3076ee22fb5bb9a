-- Same name and first name, in other dossiers; and the same birth, if both say one.
SELECT dossier, born IS NOT NULL AND ?4 IS NOT NULL AND born = ?4 FROM minor
WHERE name = ?1 AND first = ?2 AND dossier <> ?3
ORDER BY act DESC LIMIT 8
