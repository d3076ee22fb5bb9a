-- The same by a date of birth alone.
SELECT minor.dossier FROM minor
WHERE minor.born = ?1
	AND EXISTS (SELECT 1 FROM reception WHERE reception.act = minor.act
		AND reception.role = ?2 AND reception.scope IN ('', ?3))
LIMIT 90
