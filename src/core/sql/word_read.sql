UPDATE word SET read_ms = ?1 WHERE id = ?2 AND read_ms IS NULL
	AND sending IN (SELECT id FROM orphan WHERE author = ?3
		OR (since_ms <= ?1
			AND (role IS NULL OR (role = ?4 AND service = ?5))))
