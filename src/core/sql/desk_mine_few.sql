-- Dossiers this service is party to, by their last act: they are few. ?1 role,
-- ?2 scope, ?4 rows from the ?5-th.
SELECT dossier.reference, dossier.education, dossier.penal, dossier.urgency,
	dossier.moved_ms, dossier.opened_ms, dossier.id
FROM party CROSS JOIN dossier ON dossier.id = party.dossier
WHERE ?3 > 0 AND party.role = ?1 AND party.scope IN ('', ?2)
	AND dossier.merged IS NULL
ORDER BY dossier.moved_ms DESC, dossier.id DESC LIMIT ?4 OFFSET ?5
