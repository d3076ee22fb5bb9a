UPDATE reply SET told_ms = ?4
WHERE told_ms IS NULL AND id IN (SELECT reply FROM downward
	WHERE device = ?1 AND seq > ?2 AND seq <= ?3 AND reply IS NOT NULL);
