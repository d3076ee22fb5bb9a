INSERT INTO migration(number, name, sha256) VALUES (?, ?, ?)
