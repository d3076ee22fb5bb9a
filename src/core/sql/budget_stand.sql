-- Of account ?1: dossiers counted since ?2, what colleagues gave since then,
-- whether ?3 is among them; and how urgent that one is. Beyond ?4 nothing counts:
-- it was dated by a clock that was wrong.
SELECT
	(SELECT count(*) FROM reading WHERE account = ?1 AND at_ms > ?2 AND at_ms <= ?4),
	(SELECT coalesce(sum(given), 0) FROM allowance
		WHERE account = ?1 AND given_ms > ?2 AND given_ms <= ?4),
	EXISTS (SELECT 1 FROM reading
		WHERE account = ?1 AND dossier = ?3 AND at_ms > ?2
			AND at_ms <= ?4),
	coalesce((SELECT urgency FROM dossier WHERE id = ?3), 0)
