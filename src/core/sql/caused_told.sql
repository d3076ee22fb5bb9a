-- Letters to who left that had gone or may have, and those that were stopped, of
-- acts that ?2 and ?3 may read.
SELECT letter.rule, delivery.state,
	CASE delivery.state WHEN 11 THEN delivery.handed_ms
		ELSE coalesce(delivery.confirmed_ms, delivery.read_ms,
			delivery.accepted_ms, delivery.sent_ms, 0) END
FROM departed JOIN act AS said ON said.id = departed.act
JOIN letter ON letter.dossier = said.dossier AND letter.act < said.id
JOIN delivery ON delivery.letter = letter.id
	AND delivery.role = departed.role AND delivery.scope = departed.scope
WHERE departed.act = ?1 AND delivery.state IN (3, 4, 7, 9, 11, 12)
	AND EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = letter.act
		AND mine.role = ?2 AND mine.scope = ?3)
ORDER BY letter.id, delivery.id LIMIT 20
