SELECT count(*) FROM parcel WHERE id = ?
