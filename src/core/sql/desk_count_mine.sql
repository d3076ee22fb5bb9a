-- How many dossiers are ours, up to two thousand.
SELECT count(*) FROM (SELECT 1 FROM party
	WHERE role = ?1 AND scope IN ('', ?2) LIMIT 2000)
