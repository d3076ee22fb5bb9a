SELECT size, note FROM trail_stamp ORDER BY size DESC LIMIT 1;
