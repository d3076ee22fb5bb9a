-- All acts of a form, in their order; of that of the letter's own act, this one
-- alone. Of a letter about an act that came with a merged dossier, among what
-- stood there.
SELECT act.payload, act.form, act.content, act.reference
FROM act JOIN act AS mine ON mine.id = ?3
WHERE act.dossier = ?1 AND act.form = ?2 AND act.id <= ?3
	AND (act.form <> mine.form OR act.id = ?3)
	AND (mine.home IS NULL OR act.home = mine.home)
ORDER BY act.id;
