-- It is party, and neither the CRIP, nor who wrote here (?4: its name at a box),
-- nor a parquet an act was addressed to, nor the last one.
SELECT 1 FROM party
WHERE dossier = ?1 AND role = ?2 AND scope = ?3 AND role <> 'crip'
	AND NOT EXISTS (SELECT 1 FROM act WHERE act.dossier = ?1
		AND act.role = ?2 AND act.scope = ?3)
	AND NOT EXISTS (SELECT 1 FROM act JOIN box ON box.device = act.device
		WHERE act.dossier = ?1 AND box.kind = ?2 AND act.site IN (?3, ?4))
	AND (role <> 'parquet' OR (
		NOT EXISTS (SELECT 1 FROM act WHERE act.dossier = ?1
			AND act.parquet = ?3)
		AND EXISTS (SELECT 1 FROM party AS other WHERE other.dossier = ?1
			AND other.role = 'parquet' AND other.scope <> ?3)))
