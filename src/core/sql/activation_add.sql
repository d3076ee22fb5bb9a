-- While a pack is closed a trial is part of its activation, and asked by whom
-- asked for that; while it is open, by ?6, whoever asks again later.
INSERT INTO mailbox(pack, service, address, code, state, next_ms, asked_by)
SELECT ?1, ?2, ?3, ?4, 1, ?5,
	CASE WHEN done_ms IS NULL THEN asked_by ELSE ?6 END
FROM activation WHERE pack = ?1 AND ended_ms IS NULL
ON CONFLICT DO UPDATE SET asked_by = excluded.asked_by
WHERE state <> 9 AND EXISTS (SELECT 1 FROM activation
	WHERE pack = ?1 AND done_ms IS NULL AND ended_ms IS NULL);
