-- What waited and is still of use leaves; what was read meanwhile has arrived;
-- what is too old is for a person (notice.h). ?3: of this service alone, whose
-- mailbox was tried out while the others sent. The age is asked of each, for
-- there are many more letters than those that wait.
UPDATE delivery SET next_ms = ?2,
	refused_ms = CASE WHEN read_ms IS NULL AND (SELECT made_ms FROM letter
		WHERE letter.id = delivery.letter) < ?1 THEN ?2 END,
	answer = CASE WHEN read_ms IS NULL AND (SELECT made_ms FROM letter
		WHERE letter.id = delivery.letter) < ?1 THEN 'trop ancienne' ELSE '' END,
	state = CASE WHEN read_ms IS NOT NULL THEN 7
		WHEN (SELECT made_ms FROM letter
			WHERE letter.id = delivery.letter) < ?1 THEN 5
		ELSE 1 END
WHERE state = 0 AND (?3 IS NULL OR service = ?3);
