-- Asked by ?6, whoever asked for the activation: it is the address of nobody
-- else's asking. Who asked for that and asks again takes over what is left.
INSERT INTO mailbox(pack, service, address, code, state, next_ms, asked_by)
SELECT ?1, ?2, ?3, ?4, 1, ?5, ?6
FROM activation WHERE pack = ?1 AND ended_ms IS NULL
ON CONFLICT DO UPDATE SET asked_by = excluded.asked_by
WHERE state <> 9 AND EXISTS (SELECT 1 FROM activation
	WHERE pack = ?1 AND asked_by = ?6 AND done_ms IS NULL
		AND ended_ms IS NULL);
