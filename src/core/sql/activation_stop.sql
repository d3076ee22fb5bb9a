UPDATE activation SET ended_ms = ?2 WHERE pack = ?1 AND ended_ms IS NULL;
