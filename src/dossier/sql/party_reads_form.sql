-- All acts of one form, for the parties of one role.
INSERT INTO reception(act, role, scope)
SELECT act.id, party.role, party.scope FROM party JOIN act USING (dossier)
WHERE dossier = ?1 AND act.form = ?2 AND party.role = ?3
ON CONFLICT DO NOTHING
