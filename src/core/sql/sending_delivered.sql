-- ?3 is the sending, or NULL: then it is known by its reference ?2 alone, and
-- what the central has set aside is not meant, for another one bears that there.
UPDATE sending SET delivered_ms = ?1 WHERE delivered_ms IS NULL
	AND (id = ?3 OR (?3 IS NULL AND reference = ?2 AND NOT EXISTS
		(SELECT 1 FROM parcel WHERE parcel.id = sending.id AND state = 2)))
