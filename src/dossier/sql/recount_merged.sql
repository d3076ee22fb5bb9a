-- A dossier that was merged holds nothing.
SELECT id FROM dossier WHERE merged IS NOT NULL AND (
	EXISTS (SELECT 1 FROM act WHERE act.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM party WHERE party.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM deadline WHERE deadline.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM task WHERE task.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM duty WHERE duty.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM letter WHERE letter.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM minor WHERE minor.dossier = dossier.id)
	OR EXISTS (SELECT 1 FROM likeness WHERE likeness.dossier = dossier.id
		AND ended_ms IS NULL)
	OR EXISTS (SELECT 1 FROM likeness WHERE likeness.other = dossier.id
		AND ended_ms IS NULL))
LIMIT 20
