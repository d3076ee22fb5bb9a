UPDATE alarm SET ended_ms = ?2 WHERE id = ?1;
