SELECT letter.act, letter.dossier, delivery.mode, delivery.role, delivery.scope
FROM delivery JOIN letter ON letter.id = delivery.letter WHERE delivery.id = ?;
