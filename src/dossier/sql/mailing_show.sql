-- One act, for the party a letter shows it to.
INSERT INTO reception(act, role, scope)
SELECT ?2, role, scope FROM party
WHERE dossier = ?1 AND role = ?3 AND scope = ?4
ON CONFLICT DO NOTHING
