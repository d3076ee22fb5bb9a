-- The dossier of the act of this reference, if ours is party to it.
SELECT act.dossier FROM act JOIN party ON party.dossier = act.dossier
	AND party.role = ?2 AND party.scope IN ('', ?3)
WHERE act.reference = ?1 LIMIT 1
