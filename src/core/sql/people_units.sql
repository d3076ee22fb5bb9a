-- Police units with a box of theirs; ?1 '' all, else that one.
SELECT DISTINCT site, name FROM box
WHERE kind = 'fsi' AND state = 1 AND (?1 = '' OR site = ?1)
ORDER BY site LIMIT 200
