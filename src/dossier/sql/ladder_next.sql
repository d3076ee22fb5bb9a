SELECT min(at_ms) FROM alert
