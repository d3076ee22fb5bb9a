INSERT OR IGNORE INTO called(act, word) VALUES (?1, ?2)
