-- A letter of that rule is addressed to them already, in this dossier.
SELECT 1 FROM letter JOIN delivery ON delivery.letter = letter.id
WHERE letter.dossier = ?1 AND letter.rule = ?2
	AND delivery.role = ?3 AND delivery.scope = ?4 LIMIT 1
