-- How many deliveries a dossier has, of letters that ours may follow.
SELECT count(*) FROM letter JOIN delivery ON delivery.letter = letter.id
WHERE letter.dossier = ?1 AND EXISTS (SELECT 1 FROM reception
	WHERE reception.act = letter.act AND reception.role = ?2
		AND reception.scope = ?3);
