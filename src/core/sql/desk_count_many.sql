-- How many desk_await_many lists, up to a hundred: each is looked up.
SELECT count(*) FROM (SELECT 1
	FROM duty INDEXED BY duty_due
	LEFT JOIN deadline ON duty.kind = 0 AND deadline.id = duty.id
	LEFT JOIN task ON duty.kind = 1 AND task.id = duty.id
	JOIN reception AS known ON known.act = coalesce(deadline.act, task.act)
		AND known.role = ?1 AND known.scope IN ('', ?2)
	WHERE NOT (duty.role = ?1 AND duty.scope IN ('', ?2))
	AND coalesce(task.rule, '') <> 'rapprocher'
	AND instr(?3, ',' || coalesce(deadline.rule, '') || ',') = 0
	LIMIT 100)
