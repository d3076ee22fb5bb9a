-- Acts of a dossier whose limit waits for our having received them, and we have.
SELECT DISTINCT deadline.act FROM deadline
JOIN reception ON reception.act = deadline.act
WHERE deadline.dossier = ?1 AND deadline.state = 0 AND reception.role = ?2
	AND reception.scope = ?3
	AND coalesce(reception.acked_ms, reception.opened_ms) IS NOT NULL
LIMIT 16
