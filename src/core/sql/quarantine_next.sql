SELECT substr(sha256, 1, 8) FROM intake
WHERE state = 2 AND substr(sha256, 1, 8) > ?1 ORDER BY 1 LIMIT 1;
