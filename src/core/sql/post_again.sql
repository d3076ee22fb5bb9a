-- Not now: another try, and not before ?2; ?4 1: it counts as one.
UPDATE delivery SET state = 1, next_ms = ?2, answer = ?3, tries = tries + ?4
WHERE id = ?1 AND state IN (2, 3);
