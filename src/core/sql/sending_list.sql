SELECT sending.id, form, content, reference, about, urgency, recorded_ms,
	coalesce(sending.received_ms, 0), coalesce(delivered_ms, 0),
	coalesce(parcel.state, 0), found
FROM sending LEFT JOIN parcel ON parcel.id = sending.id
WHERE author = ? ORDER BY recorded_ms DESC, sending.id LIMIT ? OFFSET ?
