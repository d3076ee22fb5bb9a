-- Limits, tasks, letters and minors that stand elsewhere than their act.
SELECT 'limit', x.id FROM deadline AS x JOIN act ON act.id = x.act
WHERE act.dossier <> x.dossier
UNION ALL
SELECT 'task', x.id FROM task AS x JOIN act ON act.id = x.act
WHERE act.dossier <> x.dossier
UNION ALL
SELECT 'letter', x.id FROM letter AS x JOIN act ON act.id = x.act
WHERE act.dossier <> x.dossier
UNION ALL
SELECT 'minor', x.act FROM minor AS x JOIN act ON act.id = x.act
WHERE act.dossier <> x.dossier
LIMIT 20
