-- The pack sends, and to this mailbox, which was tried out as it is now.
SELECT 1 FROM activation
WHERE pack = ?1 AND done_ms IS NOT NULL AND ended_ms IS NULL
	AND EXISTS (SELECT 1 FROM mailbox WHERE mailbox.pack = ?1
		AND service = ?2 AND address = ?3 AND state = 9)
