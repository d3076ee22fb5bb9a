-- The act that opened the dossier; of a letter about an act that came with a
-- merged one, what had opened that one.
SELECT act.payload, act.form, act.content, act.reference
FROM act JOIN act AS mine ON mine.id = ?2
WHERE act.dossier = ?1 AND (mine.home IS NULL OR act.home = mine.home)
ORDER BY act.id LIMIT 1;
