SELECT reference FROM sending WHERE id = ? AND author = ?
