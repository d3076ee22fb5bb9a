DELETE FROM attempt WHERE login IN (
	SELECT login FROM attempt ORDER BY last_ms DESC LIMIT -1 OFFSET ?
)
