-- Those without account at a pace: whoever stands at the locked screen can begin
-- many. What bears an hour further ahead than it may stay was kept by a clock that
-- was wrong, and would otherwise never leave.
SELECT id, author, holder, form, version, about, step, coalesce(reference, ''),
	slot, begun_ms, saved_ms, answers
FROM draft WHERE (author IS NOT NULL AND (saved_ms > ?6 + ?7
		OR (min(begun_ms, saved_ms) <= ?6 - ?7 AND saved_ms <= ?6 - ?1)))
	OR (author IS NULL
		AND (saved_ms NOT BETWEEN ?6 - ?2 + 1 AND ?6 + ?2
			OR ?3 <= (SELECT count(*) FROM draft
				WHERE author IS NULL))
		AND NOT EXISTS (SELECT 1 FROM sending WHERE author IS NULL
			AND content = 3
			AND recorded_ms > ?6 - ?4 AND recorded_ms <= ?6))
ORDER BY saved_ms LIMIT 1 OFFSET ?5
