SELECT letter.id, letter.rule, letter.made_ms, act.reference, delivery.copy,
	delivery.name, delivery.mode, delivery.state,
	CASE delivery.state WHEN 11 THEN delivery.handed_ms
		ELSE coalesce(delivery.confirmed_ms, delivery.read_ms,
			delivery.refused_ms, delivery.accepted_ms,
			delivery.sent_ms, 0) END,
	delivery.handed, delivery.handed_to, coalesce(delivery.handed_ms, 0),
	coalesce(account.name, '')
FROM letter JOIN act ON act.id = letter.act
JOIN delivery ON delivery.letter = letter.id
LEFT JOIN account ON account.id = delivery.handed_by
WHERE letter.dossier = ?1 AND (
	EXISTS (SELECT 1 FROM reception AS mine WHERE mine.act = letter.act
		AND mine.role = ?2 AND mine.scope = ?3)
	OR (delivery.role = ?2 AND delivery.scope = ?3))
ORDER BY letter.id DESC, delivery.copy, delivery.id LIMIT ?4
