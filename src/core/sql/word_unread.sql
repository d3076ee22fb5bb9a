SELECT count(*) FROM word JOIN sending ON sending.id = word.sending
WHERE sending.author = ? AND read_ms IS NULL
