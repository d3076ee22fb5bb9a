SELECT mailbox.id, mailbox.service, mailbox.address, mailbox.state,
	mailbox.answer, asker.name, mailbox.asked_by = ?2,
	coalesce(mailbox.confirmed_ms, 0), mailbox.who,
	coalesce(account.name, '')
FROM mailbox JOIN account AS asker ON asker.id = mailbox.asked_by
LEFT JOIN account ON account.id = mailbox.confirmed_by
WHERE mailbox.pack = ?1 ORDER BY mailbox.state = 9, mailbox.service LIMIT 100;
