UPDATE draft SET step = ?, answers = ?, saved_ms = ?, reference = ? WHERE id = ?
