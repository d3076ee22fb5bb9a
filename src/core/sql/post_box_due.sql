-- What the author's establishment is to read on its box: a word beside the
-- newest act of the dossier that came from there.
SELECT delivery.id, act.account, coalesce(
	(SELECT told.id FROM act AS told JOIN box ON box.device = told.device
	 WHERE told.dossier = letter.dossier AND told.verified = 1
		AND told.site = delivery.scope
	 ORDER BY told.id DESC LIMIT 1), 0)
FROM delivery JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.state = 1 AND delivery.mode = 'boitier'
ORDER BY delivery.id LIMIT 16;
