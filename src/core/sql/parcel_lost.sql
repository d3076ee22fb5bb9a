UPDATE parcel SET state = 3 WHERE id = ? AND state = 0
