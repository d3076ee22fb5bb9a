-- What waits and since when; what the central could not open; what is lost
-- here; since when the central's log contradicts itself.
SELECT coalesce(sum(state = 0), 0),
	coalesce(min(CASE state WHEN 0 THEN made_ms END), 0),
	coalesce(sum(state = 2), 0), coalesce(sum(state = 3), 0),
	coalesce((SELECT history_ms FROM central), 0)
FROM parcel
