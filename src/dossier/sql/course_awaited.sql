-- A dossier that was opened by what completes this one, from the same box.
SELECT dossier.id FROM dossier JOIN act ON act.dossier = dossier.id
WHERE dossier.reference = ?1 AND act.device = ?2 LIMIT 1
