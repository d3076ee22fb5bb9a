-- The letters of a dossier as docket.h shows them, with what may be done: what
-- waits for a person first, then the newest, as many as a page holds.
WITH mine AS (SELECT delivery.id FROM letter
	JOIN delivery ON delivery.letter = letter.id
	WHERE letter.dossier = ?1 AND EXISTS (SELECT 1 FROM reception
		WHERE reception.act = letter.act AND reception.role = ?2
			AND reception.scope = ?3)
	ORDER BY delivery.state IN (3, 5, 8) DESC, delivery.id DESC LIMIT ?4)
SELECT letter.id, letter.rule, letter.made_ms, act.reference, delivery.id,
	delivery.copy, delivery.name, delivery.mailbox, delivery.mode,
	delivery.state, delivery.tries, delivery.answer,
	coalesce(delivery.sent_ms, 0), coalesce(delivery.accepted_ms, 0),
	coalesce(delivery.refused_ms, 0), coalesce(delivery.read_ms, 0),
	coalesce(delivery.confirmed_ms, 0), delivery.handed, delivery.handed_to,
	coalesce(delivery.handed_ms, 0), coalesce(account.name, ''),
	EXISTS (SELECT 1 FROM estranged WHERE estranged.dossier = ?1
		AND estranged.role = delivery.role
		AND estranged.scope = delivery.scope
		AND estranged.act > letter.act)
FROM mine JOIN delivery ON delivery.id = mine.id
JOIN letter ON letter.id = delivery.letter JOIN act ON act.id = letter.act
LEFT JOIN account ON account.id = delivery.handed_by
ORDER BY letter.id DESC, delivery.copy, delivery.id;
