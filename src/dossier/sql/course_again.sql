SELECT id, dossier, reference FROM act WHERE ident = ?
