INSERT INTO mailbox(pack, service, address, code, state, next_ms)
VALUES (?1, ?2, ?3, ?4, 1, ?5) ON CONFLICT DO NOTHING;
