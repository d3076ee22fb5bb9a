SELECT count(*) FROM dossier WHERE penal = ? AND merged IS NULL
