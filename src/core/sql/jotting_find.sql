SELECT id, version, answers, saved_ms, step FROM jotting
WHERE account = ?1 AND dossier = ?2 AND form = ?3
