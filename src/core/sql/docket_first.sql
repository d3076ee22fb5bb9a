SELECT act.ident, act.reference, act.parquet FROM act WHERE act.dossier = ?
ORDER BY act.id LIMIT 1
