-- ?6 is the sending, or NULL: then it is known by its reference ?2 alone.
INSERT OR IGNORE INTO word(id, sending, sent_ms, sender, text)
SELECT ?1, id, ?3, ?4, ?5 FROM sending
WHERE id = ?6 OR (?6 IS NULL AND reference = ?2)
