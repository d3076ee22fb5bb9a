-- Who wrote each act, the first one first; of a box, its people.
SELECT coalesce(nullif(act.role, ''), box.kind, ''),
	CASE WHEN act.role = '' THEN act.site ELSE act.scope END,
	act.site_name, act.device IS NOT NULL, act.form
FROM act LEFT JOIN box ON box.device = act.device
WHERE act.dossier = ?1 ORDER BY act.id
