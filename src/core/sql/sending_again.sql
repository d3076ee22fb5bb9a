-- What is sent again is not received there any more.
UPDATE sending SET received_ms = NULL
WHERE id IN (SELECT id FROM parcel WHERE state = 1 AND deleted_ms IS NULL)
