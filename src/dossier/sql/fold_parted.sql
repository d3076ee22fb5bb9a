DELETE FROM apart WHERE dossier = ?
