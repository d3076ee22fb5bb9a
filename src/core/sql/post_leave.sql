UPDATE delivery SET state = 2, sent_ms = coalesce(sent_ms, ?2), bytes = ?3, sha256 = ?4
WHERE id = ?1 AND state = 1;
