SELECT state FROM delivery WHERE id = ?;
