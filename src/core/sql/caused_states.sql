SELECT education, penal FROM dossier WHERE id = ?
