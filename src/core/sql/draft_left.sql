-- A page of a draft that was sent, or is someone else's.
SELECT (SELECT count(*) FROM sending WHERE id = ?1)
	+ (SELECT count(*) FROM draft WHERE id = ?1)
