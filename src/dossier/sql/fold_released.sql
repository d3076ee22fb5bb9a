-- What a merge had withheld from the parties of the dossier that goes on.
UPDATE party SET network = 1
WHERE dossier = ?1 AND network = 0
	AND (SELECT merged FROM dossier WHERE id = ?2) = ?1
	AND EXISTS (SELECT 1 FROM folded WHERE folded.dossier = ?2 AND theirs = 1
		AND folded.role = party.role AND folded.scope = party.scope)
