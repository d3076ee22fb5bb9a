SELECT state FROM trail_state WHERE one = 1
