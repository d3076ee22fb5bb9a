SELECT reference, education, penal, urgency, moved_ms, opened_ms, id
FROM dossier WHERE id = ?
