-- Dossiers by the beginnings of words of who they are about (dossier/called.h):
-- ?1, and each of ?2 to ?5 that is not ""; ?6 born then, or NULL. Of those whose
-- fiche may be read by ?7 ?8.
SELECT minor.dossier FROM called JOIN minor ON minor.act = called.act
WHERE called.word >= ?1 AND called.word < ?1 || '{'
	AND (?6 IS NULL OR minor.born = ?6)
	AND (?2 = '' OR EXISTS (SELECT 1 FROM called AS other
		WHERE other.act = called.act
			AND other.word >= ?2 AND other.word < ?2 || '{'))
	AND (?3 = '' OR EXISTS (SELECT 1 FROM called AS other
		WHERE other.act = called.act
			AND other.word >= ?3 AND other.word < ?3 || '{'))
	AND (?4 = '' OR EXISTS (SELECT 1 FROM called AS other
		WHERE other.act = called.act
			AND other.word >= ?4 AND other.word < ?4 || '{'))
	AND (?5 = '' OR EXISTS (SELECT 1 FROM called AS other
		WHERE other.act = called.act
			AND other.word >= ?5 AND other.word < ?5 || '{'))
	AND EXISTS (SELECT 1 FROM reception WHERE reception.act = called.act
		AND reception.role = ?7 AND reception.scope IN ('', ?8))
ORDER BY called.word LIMIT 90
