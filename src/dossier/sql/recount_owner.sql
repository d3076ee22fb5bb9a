-- Parties of a role that are to owe a limit, and those among them who do.
SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM duty
	WHERE duty.role = party.role AND duty.scope = party.scope
		AND duty.kind = 0 AND duty.id = ?3
		AND duty.due_ms = (SELECT due_ms FROM deadline WHERE id = ?3))), 0)
FROM party WHERE dossier = ?1 AND role = ?2
	AND aside = (SELECT min(aside) FROM party WHERE dossier = ?1 AND role = ?2)
