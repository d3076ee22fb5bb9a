INSERT INTO numbering(form, year, last)
VALUES (?, ?, 1 + coalesce((SELECT last FROM numbering WHERE form = ''), 0))
ON CONFLICT(form, year) DO UPDATE SET last = last + 1
