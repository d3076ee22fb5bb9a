SELECT dossier, coalesce(home, dossier) FROM act WHERE id = ?
