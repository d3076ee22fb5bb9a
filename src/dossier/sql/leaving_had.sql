-- What it opened stays known, though it reads it no more.
INSERT INTO had(departed, act, opened_ms, opened_by, acked_ms, acked_by)
SELECT ?1, reception.act, opened_ms, opened_by, acked_ms, acked_by
FROM act JOIN reception ON reception.act = act.id
WHERE act.dossier = ?2 AND reception.role = ?3 AND reception.scope = ?4
	AND opened_ms IS NOT NULL
