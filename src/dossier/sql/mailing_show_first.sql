-- The act that opened the dossier, for the party a letter shows it to.
INSERT INTO reception(act, role, scope)
SELECT (SELECT min(id) FROM act WHERE dossier = ?1), role, scope FROM party
WHERE dossier = ?1 AND role = ?2 AND scope = ?3
ON CONFLICT DO NOTHING
