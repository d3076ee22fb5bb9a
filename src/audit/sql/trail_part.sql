-- The entries from one to before another, each with the checkpoint that ends
-- with it, if any.
SELECT t.seq, t.public, t.sealed, s.note
FROM trail AS t LEFT JOIN trail_stamp AS s ON s.size = t.seq + 1
WHERE t.seq >= ?1 AND t.seq < ?2 ORDER BY t.seq
