-- ?7 1: settled by that, and it does not leave. Its recipient knows of it: nobody
-- is to be told that it waits.
UPDATE delivery SET state = CASE WHEN ?7 THEN 11 ELSE state END,
	bytes = CASE WHEN ?7 THEN NULL ELSE bytes END, late = 1,
	handed = ?2, handed_to = ?3, handed_ms = ?4, handed_by = ?5,
	handed_whole = ?6
WHERE id = ?1
