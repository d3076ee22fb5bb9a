-- Of one rule, not over, opened by an act that named it.
SELECT deadline.id FROM deadline JOIN named ON named.act = deadline.act
WHERE deadline.dossier = ?1 AND deadline.rule = ?2 AND deadline.state < 2
	AND named.role = ?3 AND named.scope = ?4
ORDER BY deadline.id LIMIT 32
