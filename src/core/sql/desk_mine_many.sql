-- The same from all dossiers, the last moved first: when most are ours.
SELECT dossier.reference, dossier.education, dossier.penal, dossier.urgency,
	dossier.moved_ms, dossier.opened_ms, dossier.id
FROM dossier INDEXED BY dossier_moved
WHERE ?3 > 0 AND dossier.merged IS NULL AND EXISTS (SELECT 1 FROM party
	WHERE party.dossier = dossier.id AND party.role = ?1
		AND party.scope IN ('', ?2))
ORDER BY dossier.moved_ms DESC LIMIT ?4 OFFSET ?5
