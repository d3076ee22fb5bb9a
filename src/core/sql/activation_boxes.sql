SELECT mailbox.id, mailbox.service, mailbox.address, mailbox.state,
	mailbox.answer, coalesce(mailbox.confirmed_ms, 0), mailbox.who,
	coalesce(account.name, '')
FROM mailbox LEFT JOIN account ON account.id = mailbox.confirmed_by
WHERE mailbox.pack = ? ORDER BY mailbox.state = 9, mailbox.service LIMIT 100;
