-- Of those whose last line may have left, the ones no person was told of.
SELECT delivery.id, letter.dossier, letter.act, delivery.name FROM delivery
JOIN letter ON letter.id = delivery.letter
WHERE delivery.state = 3 AND NOT EXISTS (SELECT 1 FROM task
	WHERE task.delivery = delivery.id AND task.rule = 'verifier'
		AND task.state IN (0, 1))
ORDER BY delivery.id LIMIT 64;
