INSERT INTO numbering(form, year, last) VALUES (?1, ?2, 1)
ON CONFLICT(form, year) DO UPDATE SET last = last + 1
