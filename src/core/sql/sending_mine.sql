-- What was sent under that ident by ?2, or found again and nobody's; '' where it
-- is known by no reference.
SELECT iif(found = 1, '', reference), author IS NULL FROM sending
WHERE id = ?1 AND (author = ?2 OR (author IS NULL AND found > 0))
