-- The service has the dossier before its eyes, letters and all. A letter that
-- has not left yet leaves all the same.
UPDATE delivery INDEXED BY delivery_letter SET read_ms = ?4,
	state = CASE WHEN state IN (4, 6) THEN 7 ELSE state END
WHERE role = ?2 AND scope = ?3 AND read_ms IS NULL AND state NOT IN (10, 12)
	AND letter IN (SELECT id FROM letter WHERE dossier = ?1);
