SELECT max(size) FROM trail_stamp WHERE size <= ?
