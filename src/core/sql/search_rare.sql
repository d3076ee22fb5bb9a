-- How many are called by a word that begins so, as far as ?2.
SELECT count(*) FROM (SELECT 1 FROM called
	WHERE word >= ?1 AND word < ?1 || '{' LIMIT ?2)
