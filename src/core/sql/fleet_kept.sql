SELECT why, count(*), max(received_ms) FROM intake
WHERE device = ?1 AND state = 2 GROUP BY why ORDER BY why;
