SELECT hash FROM trail_node WHERE level = ? AND place = ?
