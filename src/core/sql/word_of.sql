SELECT id, sent_ms, sender, text, coalesce(read_ms, 0) FROM word
WHERE sending = ? ORDER BY read_ms IS NOT NULL, sent_ms
