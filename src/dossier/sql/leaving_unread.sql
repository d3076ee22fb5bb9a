DELETE FROM reception
WHERE act IN (SELECT id FROM act WHERE dossier = ?1) AND role = ?2 AND scope = ?3
