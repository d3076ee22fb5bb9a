SELECT dossier FROM act WHERE id = ?
