-- What somebody should look at: references and states, nothing else. A closed
-- pack holds any number of letters: of those the oldest alone are read.
SELECT act.reference, delivery.name, delivery.state, delivery.answer,
	letter.made_ms
FROM (SELECT id FROM delivery WHERE state IN (1, 2, 3, 5)
	UNION ALL
	SELECT * FROM (SELECT id FROM delivery INDEXED BY delivery_held
		WHERE state = 0 AND read_ms IS NULL AND letter > 0
		ORDER BY letter LIMIT ?2)) AS due
JOIN delivery ON delivery.id = due.id
JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.state IN (3, 5) OR letter.made_ms < ?1
ORDER BY letter.made_ms LIMIT ?2;
