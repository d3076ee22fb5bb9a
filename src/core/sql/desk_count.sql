-- How much stands in each list, up to a thousand, and what changes with them.
-- ?1 role, ?2 scope, ?3 now.
SELECT
	(SELECT count(*) FROM (SELECT 1 FROM duty
		WHERE role = ?1 AND scope IN ('', ?2) AND due_ms < ?3
		LIMIT 1000)),
	(SELECT count(*) FROM (SELECT 1 FROM duty INDEXED BY duty_warn
		WHERE role = ?1 AND scope IN ('', ?2) AND warn_ms <= ?3
			AND due_ms >= ?3 LIMIT 1000)),
	(SELECT count(*) FROM (SELECT 1 FROM duty INDEXED BY duty_warn
		WHERE role = ?1 AND scope IN ('', ?2) AND warn_ms > ?3
			AND due_ms >= ?3 LIMIT 1000)),
	(SELECT count(*) FROM (SELECT 1 FROM reception INDEXED BY reception_new
		WHERE role = ?1 AND scope IN ('', ?2) AND opened_ms IS NULL
		LIMIT 1000)),
	(SELECT count(*) FROM (SELECT 1 FROM reception INDEXED BY reception_ack
		WHERE role = ?1 AND scope IN ('', ?2) AND acked_ms IS NULL
			AND opened_ms IS NOT NULL LIMIT 1000)),
	max(coalesce((SELECT max(act) FROM reception
			WHERE role = ?1 AND scope = ''), 0),
		coalesce((SELECT max(act) FROM reception
			WHERE role = ?1 AND scope = ?2), 0)),
	(SELECT coalesce(max(moved_ms), 0) FROM dossier),
	(SELECT coalesce(max(seq), 0) FROM downward),
	(SELECT coalesce(max(id), 0) FROM deadline_event),
	(SELECT coalesce(max(asked_ms), 0) FROM allowance WHERE given_ms IS NULL)
