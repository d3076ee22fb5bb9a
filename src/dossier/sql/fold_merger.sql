SELECT act FROM apart WHERE dossier = ?
