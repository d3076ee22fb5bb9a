DELETE FROM folded WHERE dossier = ?
