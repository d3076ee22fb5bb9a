-- All acts of a form, for the party a letter shows them to; of that of the
-- letter's own act ?5, this one alone.
INSERT INTO reception(act, role, scope)
SELECT told.id, party.role, party.scope FROM party
JOIN act AS told ON told.dossier = party.dossier
JOIN act AS mine ON mine.id = ?5
WHERE party.dossier = ?1 AND party.role = ?2 AND party.scope = ?3
	AND told.form = ?4 AND told.id <= ?5
	AND (told.form <> mine.form OR told.id = ?5)
ON CONFLICT DO NOTHING
