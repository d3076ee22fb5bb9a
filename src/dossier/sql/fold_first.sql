SELECT min(id) FROM act WHERE dossier = ?
