-- Nobody is written to twice by one letter.
INSERT INTO delivery(letter, copy, role, scope, service, name, mailbox, mode,
	state, next_ms)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
WHERE NOT EXISTS (SELECT 1 FROM delivery
	WHERE letter = ?1 AND role = ?3 AND scope = ?4)
