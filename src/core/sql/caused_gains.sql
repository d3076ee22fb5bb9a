-- Parties of a dossier that had not been of both before ?2 went into it; of one
-- that was parted (?2 itself), all.
SELECT party.role, party.scope FROM party
WHERE party.dossier = ?1 AND NOT EXISTS (SELECT 1 FROM folded
	WHERE folded.dossier = ?2 AND folded.role = party.role
		AND folded.scope = party.scope AND folded.theirs IS NOT NULL)
ORDER BY party.role, party.scope LIMIT 20
