SELECT rule, version FROM deadline WHERE id = ? AND state = 1
