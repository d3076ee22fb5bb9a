-- The same letter to the same service, by the same way to the same address: on
-- its way beside ?1, or sent so since ?4.
SELECT count(*) FROM delivery AS was JOIN delivery AS other
	ON other.letter = was.letter AND other.role = was.role
	AND other.scope = was.scope AND other.id > was.id
WHERE was.id = ?1 AND other.mailbox = ?2 AND other.mode = ?3
	AND (other.state IN (0, 1, 2, 3, 8) OR other.next_ms > ?4)
	AND other.state NOT IN (10, 12);
