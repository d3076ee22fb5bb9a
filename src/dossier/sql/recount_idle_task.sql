-- Tasks that not exactly one service owes; or that wait, with an owner.
SELECT id FROM task
WHERE state < 2 AND (SELECT count(*) FROM duty
	WHERE duty.kind = 1 AND duty.id = task.id) <> state
LIMIT 20
