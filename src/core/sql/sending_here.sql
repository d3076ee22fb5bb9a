SELECT sending.id, form, content, reference, about, urgency, recorded_ms,
	coalesce(sending.received_ms, 0), coalesce(delivered_ms, 0),
	coalesce(parcel.state, 0), found
FROM sending LEFT JOIN parcel ON parcel.id = sending.id
LEFT JOIN account ON account.id = sending.author
WHERE reference = ?1 AND found <> 1
	AND (author = ?2 OR author IS NULL OR (role = ?3 AND service = ?4))
