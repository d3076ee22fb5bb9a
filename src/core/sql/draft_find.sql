SELECT id, author, holder, form, version, about, step, coalesce(reference, ''),
	slot, begun_ms, saved_ms, answers
FROM draft WHERE author = ?1 OR holder = ?2
