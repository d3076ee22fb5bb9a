-- Unless someone decided already; the newer of both comes first.
INSERT INTO likeness(dossier, other, why, made_ms)
VALUES (max(?1, ?2), min(?1, ?2), ?3, ?4)
ON CONFLICT DO NOTHING
