-- Nobody keeps an act of a dossier that does not concern them.
DELETE FROM reception
WHERE act IN (SELECT id FROM act WHERE dossier = ?1)
	AND NOT EXISTS (SELECT 1 FROM party WHERE party.dossier = ?1
		AND party.role = reception.role AND party.scope = reception.scope)
