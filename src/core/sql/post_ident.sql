SELECT letter.ident FROM delivery
JOIN letter ON letter.id = delivery.letter WHERE delivery.id = ?;
