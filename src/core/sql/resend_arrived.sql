UPDATE delivery SET state = 9, confirmed_ms = ?2, confirmed_by = ?3, bytes = NULL
WHERE id = ?1 AND state IN (3, 5);
