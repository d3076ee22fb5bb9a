UPDATE activation SET done_ms = ?2
WHERE pack = ?1 AND done_ms IS NULL AND ended_ms IS NULL;
