SELECT reference, acts FROM dossier WHERE id = ? AND merged IS NULL
