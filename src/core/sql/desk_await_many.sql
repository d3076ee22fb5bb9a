-- The same from all that is owed, soonest first: when most of it is in dossiers
-- of ours.
SELECT duty.kind, duty.id, coalesce(deadline.rule, task.rule, ''),
	coalesce(deadline.version, 0), duty.due_ms,
	coalesce(deadline.paused, task.paused, 0), dossier.reference,
	dossier.urgency, duty.role, duty.scope
FROM duty INDEXED BY duty_due
LEFT JOIN deadline ON duty.kind = 0 AND deadline.id = duty.id
LEFT JOIN task ON duty.kind = 1 AND task.id = duty.id
JOIN dossier ON dossier.id = duty.dossier
JOIN reception AS known ON known.act = coalesce(deadline.act, task.act)
	AND known.role = ?1 AND known.scope IN ('', ?2)
WHERE ?3 > 0 AND NOT (duty.role = ?1 AND duty.scope IN ('', ?2))
	AND coalesce(task.rule, '') <> 'rapprocher'
	AND instr(?6, ',' || coalesce(deadline.rule, '') || ',') = 0
ORDER BY duty.due_ms LIMIT ?4 OFFSET ?5
