-- The act, for the parties of one role.
INSERT INTO reception(act, role, scope)
SELECT ?2, role, scope FROM party WHERE dossier = ?1 AND role = ?3
ON CONFLICT DO NOTHING
