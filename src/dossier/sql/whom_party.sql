-- Whoever was named last comes first, where a dossier has several of a role.
SELECT scope FROM party WHERE dossier = ?1 AND role = ?2
ORDER BY act DESC, scope
