INSERT INTO chain(one, incarnation, seq, before, boots, boot)
VALUES (1, ?, 0, ?, 0, '')
