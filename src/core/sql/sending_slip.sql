SELECT sending.id, form, content, reference, about, urgency, recorded_ms,
	coalesce(sending.received_ms, 0), coalesce(delivered_ms, 0),
	coalesce(parcel.state, 0), found
FROM sending LEFT JOIN parcel ON parcel.id = sending.id
WHERE reference = ? AND author IS NULL
