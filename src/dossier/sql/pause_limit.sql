UPDATE deadline SET paused = ?3
WHERE dossier = ?1 AND rule = ?2 AND state < 2 AND paused <> ?3
