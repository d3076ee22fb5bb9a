SELECT DISTINCT form FROM act WHERE dossier = ?
