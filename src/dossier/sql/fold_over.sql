UPDATE dossier SET education = ?2, penal = ?3, moved_ms = max(moved_ms, ?4),
	urgency = max(urgency, (SELECT urgency FROM dossier WHERE id = ?5))
WHERE id = ?1
