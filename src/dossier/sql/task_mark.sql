-- What is to be done with a letter is no matter of the evaluation.
UPDATE task SET paused = ?3
WHERE dossier = ?1 AND role = ?2 AND state = 1 AND delivery IS NULL
	AND paused <> ?3
