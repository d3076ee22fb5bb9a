SELECT education, penal FROM dossier WHERE id = ? AND merged IS NULL
