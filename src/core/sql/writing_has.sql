SELECT count(*) FROM act WHERE dossier = ?1 AND form = ?2
