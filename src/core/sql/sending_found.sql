-- ?1 given back by the spool, ?2 its ident as a text, ?3 when it was made. Of its
-- urgency nothing is known: it is waited for as if it had some.
INSERT INTO sending(id, author, form, content, reference, about, urgency,
	recorded_ms, found)
SELECT ?1, draft.author, coalesce(draft.form, ''), 0,
	coalesce(draft.reference, ?2), coalesce(draft.about, ''), 1, ?3,
	iif(draft.reference IS NULL, 1, 2)
FROM (SELECT 1) LEFT JOIN draft ON draft.id = ?1
WHERE true ON CONFLICT DO NOTHING
