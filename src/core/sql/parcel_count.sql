SELECT count(*) FROM parcel WHERE state = 0
