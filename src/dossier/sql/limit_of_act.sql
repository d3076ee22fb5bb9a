-- Those an act opened that are not over.
SELECT id FROM deadline WHERE act = ?1 AND state < 2 AND id > ?2
ORDER BY id LIMIT 32
