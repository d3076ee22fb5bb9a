SELECT slot, answers FROM draft WHERE id = ?
