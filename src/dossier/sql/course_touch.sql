UPDATE dossier SET urgency = max(urgency, ?2), moved_ms = max(moved_ms, ?3)
WHERE id = ?1
