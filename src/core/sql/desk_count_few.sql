-- How many desk_await_few lists, up to a thousand.
SELECT count(*) FROM (SELECT 1
	FROM party CROSS JOIN duty ON duty.dossier = party.dossier
	LEFT JOIN deadline ON duty.kind = 0 AND deadline.id = duty.id
	LEFT JOIN task ON duty.kind = 1 AND task.id = duty.id
	JOIN reception AS known ON known.act = coalesce(deadline.act, task.act)
		AND known.role = ?1 AND known.scope IN ('', ?2)
	WHERE party.role = ?1 AND party.scope IN ('', ?2)
		AND NOT (duty.role = ?1 AND duty.scope IN ('', ?2))
	AND coalesce(task.rule, '') <> 'rapprocher'
	AND instr(?3, ',' || coalesce(deadline.rule, '') || ',') = 0
	LIMIT 1000)
