-- Of what was taken out of quarantine since it was told last.
SELECT i.device, i.id, i.incarnation, i.seq, i.sha256, i.received_ms, i.leaf
FROM downward d
JOIN act a ON a.id = d.act
JOIN intake i ON i.id = a.ident AND i.state = 0
WHERE d.device = ?1 AND d.seq > ?2 AND d.receipt
ORDER BY d.seq LIMIT 64;
