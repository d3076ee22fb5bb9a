SELECT ident FROM act WHERE reference = ?
