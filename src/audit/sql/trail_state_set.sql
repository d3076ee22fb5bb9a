UPDATE trail_state SET state = ? WHERE one = 1
