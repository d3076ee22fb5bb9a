UPDATE task SET paused = 1 WHERE id = ?
