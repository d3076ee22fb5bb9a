SELECT reference FROM act WHERE ident = ?1 AND account = ?2
