-- Of a letter that is due: its address, and may its pack ?2 write there?
SELECT service, mailbox, mode, typed, sent_ms IS NOT NULL,
	EXISTS (SELECT 1 FROM activation WHERE pack = ?2
		AND done_ms IS NOT NULL AND ended_ms IS NULL),
	typed OR EXISTS (SELECT 1 FROM mailbox WHERE mailbox.pack = ?2
		AND mailbox.service = delivery.service
		AND mailbox.address = delivery.mailbox AND mailbox.state = 9)
FROM delivery WHERE id = ?1;
