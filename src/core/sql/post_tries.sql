SELECT delivery.tries, act.urgency FROM delivery
JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act WHERE delivery.id = ?;
