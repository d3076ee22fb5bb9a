-- Whom a letter names in its head.
SELECT mailbox FROM delivery
WHERE letter = ?1 AND copy = ?2 AND mailbox <> '' AND state NOT IN (10, 12)
GROUP BY mailbox ORDER BY min(id) LIMIT 8;
