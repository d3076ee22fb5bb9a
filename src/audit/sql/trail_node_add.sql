INSERT INTO trail_node(level, place, hash) VALUES (?, ?, ?)
