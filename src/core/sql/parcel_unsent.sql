-- What the central has not, for a stick: everything that a stick may bring it,
-- and what could not be read here, should it be there again.
SELECT incarnation, seq, sha256, bytes FROM parcel
WHERE state IN (0, 3) AND deleted_ms IS NULL
ORDER BY incarnation, seq LIMIT 4096
