DELETE FROM draft WHERE id = ?
