-- Refused for good, and no person was told.
SELECT delivery.id, letter.dossier, letter.act, delivery.name FROM delivery
JOIN letter ON letter.id = delivery.letter
WHERE delivery.state = 5 AND NOT EXISTS (SELECT 1 FROM task
	WHERE task.delivery = delivery.id AND task.rule = 'adresse')
ORDER BY delivery.id LIMIT 64;
