-- The parquet that the first act of this dossier was addressed to.
SELECT parquet FROM act WHERE dossier = ?1 ORDER BY id LIMIT 1
