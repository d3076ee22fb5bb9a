-- 1 received, 2 quarantined there; a parcel that was received stays so.
UPDATE parcel SET state = ?1, receipt = ?2, received_ms = ?3
WHERE id = ?4 AND sha256 = ?5 AND state IN (0, 2, 3) AND state <> ?1
