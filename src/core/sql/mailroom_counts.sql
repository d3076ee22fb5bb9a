-- What is not settled, by state.
SELECT state, count FROM delivery_tally
WHERE state IN (0, 1, 2, 3, 5, 8) AND count > 0 ORDER BY state;
