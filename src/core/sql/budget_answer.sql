-- By ?3 at ?4: so many more, or none; only to somebody else of the service.
UPDATE allowance SET given_by = ?3, given_ms = ?4, given = ?5
WHERE account = ?1 AND asked_ms = ?2 AND given_ms IS NULL AND asked_ms > ?8 AND asked_ms <= ?9
	AND account <> ?3 AND EXISTS (SELECT 1 FROM account
		WHERE account.id = allowance.account AND account.role = ?6
			AND (account.scope = ?7 OR account.scope = ''
				OR ?7 = ''))
