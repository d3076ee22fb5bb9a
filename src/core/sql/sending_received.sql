UPDATE sending SET received_ms = ? WHERE id = ? AND received_ms IS NULL
