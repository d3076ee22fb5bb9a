SELECT dossier FROM act WHERE reference = ?
