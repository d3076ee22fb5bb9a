UPDATE minor SET dossier = ?2
WHERE dossier = ?1 AND act IN (SELECT id FROM act WHERE dossier = ?2)
