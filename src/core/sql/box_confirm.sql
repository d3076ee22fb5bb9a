UPDATE box SET state = 1, confirmed_by = ?2, confirmed_ms = ?3
WHERE device = ?1;
