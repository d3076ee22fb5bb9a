SELECT reference, education, penal, urgency, moved_ms, opened_ms
FROM dossier WHERE id = ?
