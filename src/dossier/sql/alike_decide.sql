INSERT INTO likeness(dossier, other, why, made_ms, ended_ms, same, act)
VALUES (max(?1, ?2), min(?1, ?2), '', ?3, ?3, ?4, ?5)
ON CONFLICT DO UPDATE SET ended_ms = ?3, same = ?4, act = ?5
