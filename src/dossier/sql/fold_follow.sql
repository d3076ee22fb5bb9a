SELECT coalesce(merged, id) FROM dossier WHERE id = ?
