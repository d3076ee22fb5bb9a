INSERT INTO known(tag, reference, at_ms) VALUES (?, ?, ?)
