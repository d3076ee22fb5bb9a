-- When the first act of this dossier was filed; 0: it has none.
SELECT coalesce(min(filed_ms), 0) FROM act WHERE dossier = ?1
