-- Dossiers that ?1 ?2 was party to by mistake, as its people knew them, since ?3.
SELECT about, filed_ms FROM estranged
WHERE role = ?1 AND scope IN ('', ?2) AND received_ms > ?3
ORDER BY act DESC LIMIT 8
