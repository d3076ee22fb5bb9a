-- Dossiers by the beginning of a name and of a first name, as they compare; ?3
-- born then, or NULL. Of those whose fiche may be read by ?4 ?5.
SELECT minor.dossier FROM minor
WHERE minor.name >= ?1 AND minor.name < ?1 || '{'
	AND minor.first >= ?2 AND minor.first < ?2 || '{'
	AND (?3 IS NULL OR minor.born = ?3)
	AND EXISTS (SELECT 1 FROM reception WHERE reception.act = minor.act
		AND reception.role = ?4 AND reception.scope IN ('', ?5))
ORDER BY minor.name, minor.first LIMIT 90
