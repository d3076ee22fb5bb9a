UPDATE session SET seen_ms = ? WHERE hash = ?
