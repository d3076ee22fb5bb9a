-- What was set aside there is gone with it as well, whenever that was.
UPDATE parcel SET state = 0, receipt = NULL, received_ms = NULL
WHERE state IN (1, 2) AND deleted_ms IS NULL
