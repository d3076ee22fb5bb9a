-- In the place of what another box brought in its name (intake_same.sql).
INSERT OR REPLACE INTO intake(id, device, incarnation, seq, sha256, received_ms, state,
	why, leaf, signed, bytes, before)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);
