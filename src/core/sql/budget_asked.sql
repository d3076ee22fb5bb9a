-- When account ?1 asked between ?2 and ?5 and has no answer, when it was refused last,
-- and how many others are of its service.
SELECT
	coalesce((SELECT max(asked_ms) FROM allowance
		WHERE account = ?1 AND asked_ms > ?2 AND asked_ms <= ?5
			AND given_ms IS NULL), 0),
	coalesce((SELECT max(given_ms) FROM allowance
		WHERE account = ?1 AND given_ms > ?2 AND given_ms <= ?5
			AND given = 0), 0),
	(SELECT count(*) FROM account WHERE role = ?3
		AND (scope = ?4 OR scope = '' OR ?4 = '')
		AND id <> ?1 AND disabled_ms IS NULL)
