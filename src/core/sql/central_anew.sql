-- Another life of it: what we knew of its log and its numbers is of the old one.
UPDATE central SET seen = '', states = 0, history_ms = NULL
