-- By its file: its state, and whether the file was to be deleted.
SELECT state, deleted_ms IS NOT NULL FROM parcel
WHERE incarnation = ? AND seq = ?
