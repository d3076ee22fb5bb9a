-- Colleagues of ?1 who asked between ?2 and ?6 to read more, and have no answer.
SELECT account.id, account.name, account.duty, allowance.asked_ms, allowance.why
FROM allowance JOIN account ON account.id = allowance.account
WHERE allowance.given_ms IS NULL AND allowance.asked_ms > ?2
	AND allowance.asked_ms <= ?6
	AND account.role = ?3 AND (account.scope = ?4 OR account.scope = '' OR ?4 = '')
	AND account.id <> ?1
ORDER BY allowance.asked_ms LIMIT ?5
