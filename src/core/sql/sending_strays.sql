-- Found since then, and nobody knows whose they are.
SELECT count(*) FROM sending
WHERE found > 0 AND author IS NULL AND form = '' AND recorded_ms > ?
