INSERT INTO dossier(opened_ms, reference, urgency, moved_ms)
VALUES (?1, ?2, ?3, ?1)
