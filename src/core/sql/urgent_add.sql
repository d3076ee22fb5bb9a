INSERT INTO urgent_try(at_ms) VALUES (?)
