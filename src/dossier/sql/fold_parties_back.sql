INSERT INTO party(dossier, role, scope, act, network, aside)
SELECT dossier, role, scope, act, network, aside FROM folded WHERE dossier = ?
ON CONFLICT DO NOTHING
