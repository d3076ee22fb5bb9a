INSERT INTO parcel(id, incarnation, seq, sha256, bytes, made_ms)
VALUES (?, ?, ?, ?, ?, ?)
