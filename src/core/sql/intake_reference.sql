-- Is it given already, or is its site that of another box?
SELECT (SELECT count(*) FROM act WHERE reference = ?1)
	+ (SELECT count(*) FROM box
	   WHERE site = ?2 AND device <> ?3 AND state = 1
		AND NOT EXISTS (SELECT 1 FROM box WHERE device = ?3 AND site = ?2));
