SELECT task.form FROM duty JOIN task ON task.id = duty.id
WHERE duty.dossier = ?1 AND duty.kind = 1 AND duty.role = ?2
	AND duty.scope IN ('', ?3) AND task.form <> ''
LIMIT 64
