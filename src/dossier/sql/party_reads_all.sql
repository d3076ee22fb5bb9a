-- The act, for every party.
INSERT INTO reception(act, role, scope)
SELECT ?2, role, scope FROM party WHERE dossier = ?1
ON CONFLICT DO NOTHING
