SELECT count(*) FROM dossier WHERE education = ? AND merged IS NULL
