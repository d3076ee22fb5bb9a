UPDATE central SET history_ms = ? WHERE history_ms IS NULL
