SELECT note FROM trail_stamp WHERE size = ?1;
