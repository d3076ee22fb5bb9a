UPDATE duty SET dossier = ?2 WHERE dossier = ?1
