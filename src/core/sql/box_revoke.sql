UPDATE box SET state = 2, revoked_by = ?2, revoked_ms = ?3 WHERE device = ?1;
