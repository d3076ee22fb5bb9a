-- The next dossier that was merged into this one.
SELECT dossier, education, penal FROM apart
WHERE other = ?1 AND dossier > ?2 ORDER BY dossier LIMIT 1
