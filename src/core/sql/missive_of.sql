-- All that a letter to one recipient is made of.
SELECT letter.id, letter.ident, letter.rule, letter.version, letter.made_ms,
	letter.act, letter.dossier, dossier.reference, act.site_name, act.role,
	act.scope, delivery.role, delivery.scope, delivery.name, delivery.mailbox,
	delivery.mode, delivery.bytes,
	coalesce((SELECT network FROM party WHERE party.dossier = letter.dossier
		AND party.role = delivery.role AND party.scope = delivery.scope), 0)
FROM delivery JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
JOIN dossier ON dossier.id = letter.dossier
WHERE delivery.id = ?;
