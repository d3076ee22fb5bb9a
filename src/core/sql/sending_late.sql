-- Of what the central has not said to have: what is lost here, what it set aside,
-- since ?4; what it has not confirmed in time.
SELECT coalesce(sum(state = 3 AND recorded_ms > ?4), 0),
	coalesce(sum(state = 2 AND recorded_ms > ?4), 0),
	coalesce(sum(coalesce(state, 0) = 0
		AND recorded_ms < iif(urgency > 0, ?2, ?3)), 0)
FROM sending JOIN orphan USING (id)
LEFT JOIN parcel ON parcel.id = sending.id
WHERE sending.received_ms IS NULL AND delivered_ms IS NULL
	AND (sending.author = ?1 OR (since_ms <= ?5
		AND (role IS NULL OR (role = ?6 AND service = ?7))))
