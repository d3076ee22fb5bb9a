SELECT count(*) FROM dossier WHERE id IN (?1, ?2) AND merged IS NULL
