-- It was party by mistake, and is not again.
SELECT 1 FROM estranged WHERE dossier = ?1 AND role = ?2 AND scope = ?3 LIMIT 1
