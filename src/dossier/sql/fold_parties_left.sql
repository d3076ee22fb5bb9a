-- Who was party by an act that has gone.
DELETE FROM party
WHERE dossier = ?1 AND act IN (SELECT id FROM act WHERE dossier = ?2)
