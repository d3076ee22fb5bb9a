UPDATE draft SET reference = ? WHERE id = ?
