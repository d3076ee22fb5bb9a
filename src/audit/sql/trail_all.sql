-- Every entry in order, each with the checkpoint that ends with it, if any. One
-- statement, hence one moment of the log.
SELECT t.seq, t.public, t.sealed, s.note
FROM trail AS t LEFT JOIN trail_stamp AS s ON s.size = t.seq + 1
ORDER BY t.seq
