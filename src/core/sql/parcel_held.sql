-- What the central has not, oldest first; then what was lost here, which is
-- looked for again.
SELECT id, incarnation, seq, sha256, state FROM parcel WHERE state IN (0, 3)
ORDER BY state, incarnation, seq LIMIT ?
