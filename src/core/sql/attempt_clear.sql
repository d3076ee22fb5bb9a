DELETE FROM attempt WHERE login = ?
