SELECT sender, sent_ms, text, coalesce(told_ms, 0)
FROM reply JOIN act ON act.id = reply.act
JOIN account ON account.id = reply.account
WHERE act.dossier = ?1 AND (?2 OR account.role = ?3)
ORDER BY sent_ms, reply.id LIMIT 60
