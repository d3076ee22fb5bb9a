-- A dossier that was merged is known by what it left, and no other is.
SELECT apart.dossier FROM apart JOIN dossier ON dossier.id = apart.dossier
WHERE dossier.merged IS NOT apart.other
UNION ALL
SELECT dossier.id FROM dossier WHERE merged IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM apart WHERE apart.dossier = dossier.id)
LIMIT 20
