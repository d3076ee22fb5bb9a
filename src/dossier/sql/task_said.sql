UPDATE task SET account = ?2 WHERE id = ?1
