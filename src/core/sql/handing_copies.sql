-- The same letter to the same service, beside ?1 and after ?3; ?2 0: notices
-- alone.
SELECT other.id, other.state FROM delivery AS was JOIN delivery AS other
	ON other.letter = was.letter AND other.role = was.role
	AND other.scope = was.scope AND other.id <> was.id
WHERE was.id = ?1 AND other.id > ?3 AND other.state <> 10
	AND (?2 OR other.mode = 'courriel_avis')
ORDER BY other.id LIMIT 32
