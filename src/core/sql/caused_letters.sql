SELECT letter.id, letter.rule, delivery.copy, delivery.name, delivery.mode
FROM letter JOIN delivery ON delivery.letter = letter.id
WHERE letter.act = ? ORDER BY letter.id, delivery.copy, delivery.id LIMIT 60
