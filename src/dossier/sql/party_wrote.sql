-- Who wrote an act has read it.
INSERT INTO reception(act, role, scope, opened_ms, opened_by, acked_ms, acked_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?5)
ON CONFLICT DO NOTHING
