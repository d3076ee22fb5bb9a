-- Received before then, and still in the spool.
SELECT id, incarnation, seq FROM parcel
WHERE state = 1 AND deleted_ms IS NULL AND received_ms < ? LIMIT 64
