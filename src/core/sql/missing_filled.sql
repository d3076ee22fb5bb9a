DELETE FROM missing WHERE device = ?1 AND incarnation = ?2 AND seq = ?3;
