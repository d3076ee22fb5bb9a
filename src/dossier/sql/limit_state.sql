SELECT state FROM deadline WHERE id = ?
