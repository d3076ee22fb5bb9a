INSERT INTO reply(id, act, account, sender, sent_ms, text)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
