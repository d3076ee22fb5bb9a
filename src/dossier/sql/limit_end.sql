UPDATE deadline SET state = ?2, ended_ms = ?3, ended_by = ?4 WHERE id = ?1
