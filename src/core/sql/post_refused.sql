UPDATE delivery SET state = 5, refused_ms = ?2, answer = ?3, bytes = NULL
WHERE id = ?1 AND state IN (1, 2, 3);
