INSERT INTO party(dossier, role, scope, act, network, aside)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT DO NOTHING
