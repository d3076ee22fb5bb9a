-- The act that bears a reference, unless it is the one that names it.
SELECT id FROM act WHERE reference = ?1 AND id <> ?2
