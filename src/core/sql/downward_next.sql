SELECT d.seq, d.receipt, a.ident, a.reference,
	(SELECT at_ms FROM delivered WHERE act = a.id),
	d.reply, y.sender, y.sent_ms, y.text
FROM downward d
JOIN act a ON a.id = d.act
LEFT JOIN reply y ON y.id = d.reply
WHERE d.device = ?1 AND d.seq > ?2
ORDER BY d.seq LIMIT 64;
