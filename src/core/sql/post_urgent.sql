SELECT count(*) FROM delivery JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.state = 1 AND act.urgency > 0;
