INSERT INTO delivery(letter, copy, role, scope, service, name, mailbox, mode,
	state, next_ms, typed)
SELECT letter, copy, role, scope, service, name, ?2, ?3, ?4, ?5, 1
FROM delivery WHERE id = ?1;
