UPDATE alarm SET ended_ms = ?3
WHERE device = ?1 AND kind = ?2 AND ended_ms IS NULL;
