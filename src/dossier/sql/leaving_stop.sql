-- What has not arrived does not leave any more; of a letter in the courier's
-- hands, its end.
UPDATE delivery SET state = 12, bytes = NULL
WHERE role = ?2 AND scope = ?3 AND state IN (0, 1, 2, 5, 6, 8)
	AND letter IN (SELECT id FROM letter WHERE dossier = ?1)
