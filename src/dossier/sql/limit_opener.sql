SELECT act FROM deadline WHERE id = ?
