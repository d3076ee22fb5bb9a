SELECT sending.id, form, content, reference, about, urgency, recorded_ms,
	coalesce(sending.received_ms, 0), coalesce(delivered_ms, 0),
	coalesce(parcel.state, 0), found
FROM sending JOIN orphan USING (id)
LEFT JOIN parcel ON parcel.id = sending.id
WHERE since_ms <= ?1 AND (role IS NULL OR (role = ?2 AND service = ?3))
ORDER BY recorded_ms DESC, sending.id LIMIT ?4 OFFSET ?5
