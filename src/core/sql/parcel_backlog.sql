SELECT count(*), coalesce(min(made_ms), 0) FROM parcel WHERE state = 0
