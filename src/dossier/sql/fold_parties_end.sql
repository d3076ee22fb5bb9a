DELETE FROM party WHERE dossier = ?
