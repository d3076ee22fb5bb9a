-- Of those who look after letters, who may read this act: the CRIP, or else the
-- parquet.
SELECT role, scope FROM reception
WHERE act = ?1 AND role IN ('crip', 'parquet')
ORDER BY role, scope LIMIT 1
