SELECT letter.id, letter.act, letter.ident, delivery.state, delivery.mode,
	delivery.name, delivery.mailbox, act.reference, letter.made_ms, letter.rule,
	delivery.handed = 'telephone',
	EXISTS (SELECT 1 FROM estranged WHERE estranged.dossier = ?2
		AND estranged.role = delivery.role
		AND estranged.scope = delivery.scope
		AND estranged.act > letter.act)
FROM delivery JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.id = ?1 AND letter.dossier = ?2 AND EXISTS (
	SELECT 1 FROM reception AS mine WHERE mine.act = letter.act
		AND mine.role = ?3 AND mine.scope = ?4);
