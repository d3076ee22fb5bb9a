SELECT rule, version FROM deadline WHERE id = ?
