-- What a box completes came from it.
SELECT dossier FROM act WHERE reference = ?1 AND device = ?2
