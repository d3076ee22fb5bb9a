-- The parties of a role; one that stands aside only where it is alone.
INSERT INTO duty(role, scope, due_ms, kind, id, dossier, warn_ms)
SELECT party.role, party.scope, due_ms, 0, deadline.id, dossier, warn_ms
FROM deadline JOIN party USING (dossier)
WHERE deadline.id = ?1 AND party.role = ?2
	AND (party.aside = 0 OR NOT EXISTS (SELECT 1 FROM party AS other
		WHERE other.dossier = deadline.dossier AND other.role = ?2
			AND other.aside = 0))
ON CONFLICT DO NOTHING
