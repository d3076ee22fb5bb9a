UPDATE delivery SET state = 9, confirmed_ms = ?2, confirmed_by = ?3,
	answer = ?4, sha256 = ?5
WHERE id = ?1 AND state = 8;
