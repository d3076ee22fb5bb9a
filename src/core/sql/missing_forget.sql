DELETE FROM missing WHERE device = ?1;
