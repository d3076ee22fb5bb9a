-- Unread, and nobody else's any more.
SELECT count(*) FROM word JOIN orphan ON orphan.id = word.sending
WHERE read_ms IS NULL AND since_ms <= ?1
	AND (role IS NULL OR (role = ?2 AND service = ?3))
