-- Acts that who left had opened, of those that ?2 and ?3 may read too.
SELECT act.reference, act.form, act.filed_ms, had.opened_ms
FROM had JOIN act ON act.id = had.act
WHERE had.departed = ?1 AND EXISTS (SELECT 1 FROM reception AS mine
	WHERE mine.act = had.act AND mine.role = ?2 AND mine.scope = ?3)
ORDER BY act.id LIMIT 20
