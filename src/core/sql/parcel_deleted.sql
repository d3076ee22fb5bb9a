UPDATE parcel SET deleted_ms = ? WHERE id = ?
