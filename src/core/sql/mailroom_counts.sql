-- What is not settled, by state.
SELECT state, count(*) FROM delivery WHERE state IN (0, 1, 2, 3, 5, 8)
GROUP BY state ORDER BY state;
