-- Of the parties of one that was parted, who had left the dossier it comes from.
DELETE FROM party
WHERE dossier = ?2 AND EXISTS (SELECT 1 FROM departed
		JOIN act ON act.id = departed.act
		WHERE act.dossier = ?1 AND departed.role = party.role
			AND departed.scope = party.scope)
	AND NOT EXISTS (SELECT 1 FROM party AS still WHERE still.dossier = ?1
		AND still.role = party.role AND still.scope = party.scope)
