SELECT letter.id, letter.act, letter.ident, delivery.state, delivery.mode,
	delivery.name, delivery.mailbox, act.reference, letter.made_ms, letter.rule,
	delivery.handed = 'telephone',
	EXISTS (SELECT 1 FROM departed JOIN act AS said ON said.id = departed.act
		WHERE departed.role = delivery.role
			AND departed.scope = delivery.scope
			AND departed.act > letter.act AND said.dossier = ?2)
		AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = ?2
			AND party.role = delivery.role
			AND party.scope = delivery.scope)
FROM delivery JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.id = ?1 AND letter.dossier = ?2 AND EXISTS (
	SELECT 1 FROM reception AS mine WHERE mine.act = letter.act
		AND mine.role = ?3 AND mine.scope = ?4);
