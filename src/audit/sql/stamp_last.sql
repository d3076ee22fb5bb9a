SELECT size, made_ms FROM trail_stamp ORDER BY size DESC LIMIT 1
