SELECT count(*) FROM parcel
WHERE state = 1 AND deleted_ms IS NULL AND received_ms < ?
