-- The reference it was given here, and the one that its author knows.
SELECT reference, json_extract(payload, '$.reference') FROM act
WHERE ident = ?1;
