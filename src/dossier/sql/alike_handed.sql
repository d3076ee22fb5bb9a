-- What was open about a dossier that was merged is now about the other one.
INSERT INTO likeness(dossier, other, why, made_ms)
SELECT max(?2, dossier + other - ?1), min(?2, dossier + other - ?1), why, made_ms
FROM (
	SELECT dossier, other, why, made_ms FROM likeness
	WHERE dossier = ?1 AND ended_ms IS NULL
	UNION
	SELECT dossier, other, why, made_ms FROM likeness
	WHERE other = ?1 AND ended_ms IS NULL)
WHERE dossier + other - ?1 <> ?2
ON CONFLICT DO NOTHING
