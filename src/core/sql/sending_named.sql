-- What the central calls it, unless another one here bears that.
UPDATE OR IGNORE sending SET reference = ?1, found = 2
WHERE id = ?2 AND found = 1 AND ?1 <> ''
