-- The same by a first name alone.
SELECT minor.dossier FROM minor INDEXED BY minor_first
WHERE minor.first >= ?1 AND minor.first < ?1 || '{'
	AND (?2 IS NULL OR minor.born = ?2)
	AND EXISTS (SELECT 1 FROM reception WHERE reception.act = minor.act
		AND reception.role = ?3 AND reception.scope IN ('', ?4))
ORDER BY minor.first LIMIT 90
