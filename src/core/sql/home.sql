WITH asked(account, now) AS (VALUES (?1, ?2))
SELECT json_object('elsewhere', count(session.hash) - 1)
FROM asked LEFT JOIN session
	ON session.account = asked.account AND ends_ms > asked.now
