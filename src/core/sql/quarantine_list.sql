SELECT lower(hex(substr(sha256, 1, 8))), coalesce(box.site, '?'),
	coalesce(box.name, ''), received_ms, why
FROM intake LEFT JOIN box USING (device)
WHERE intake.state = 2 ORDER BY received_ms, sha256 LIMIT 60;
