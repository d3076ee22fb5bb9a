UPDATE task SET state = 1, role = ?2, scope = ?3 WHERE id = ?1 AND state = 0
