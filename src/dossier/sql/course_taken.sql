SELECT 1 FROM act WHERE reference = ?
