INSERT INTO trail(seq, public, sealed) VALUES (?, ?, ?)
