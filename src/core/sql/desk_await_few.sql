-- What other services owe in the dossiers of ours, because of an act that ours
-- may read: from our dossiers, which are few. ?1 role, ?2 scope, ?4 rows from
-- the ?5-th.
SELECT duty.kind, duty.id, coalesce(deadline.rule, task.rule, ''),
	coalesce(deadline.version, 0), duty.due_ms,
	coalesce(deadline.paused, task.paused, 0), dossier.reference,
	dossier.urgency, duty.role, duty.scope
FROM party CROSS JOIN duty ON duty.dossier = party.dossier
LEFT JOIN deadline ON duty.kind = 0 AND deadline.id = duty.id
LEFT JOIN task ON duty.kind = 1 AND task.id = duty.id
JOIN dossier ON dossier.id = duty.dossier
JOIN reception AS known ON known.act = coalesce(deadline.act, task.act)
	AND known.role = ?1 AND known.scope IN ('', ?2)
WHERE ?3 > 0 AND party.role = ?1 AND party.scope IN ('', ?2)
	AND NOT (duty.role = ?1 AND duty.scope IN ('', ?2))
	AND coalesce(task.rule, '') <> 'rapprocher'
	AND instr(?6, ',' || coalesce(deadline.rule, '') || ',') = 0
ORDER BY duty.due_ms, duty.kind, duty.id LIMIT ?4 OFFSET ?5
