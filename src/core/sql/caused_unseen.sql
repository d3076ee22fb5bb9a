-- Whether who left had more than caused_had and caused_told show.
SELECT 1 FROM departed JOIN act AS said ON said.id = departed.act
WHERE departed.act = ?1 AND (EXISTS (SELECT 1 FROM had
		WHERE had.departed = ?1 AND NOT EXISTS (SELECT 1 FROM reception
			WHERE reception.act = had.act AND reception.role = ?2
				AND reception.scope = ?3))
	OR EXISTS (SELECT 1 FROM letter JOIN delivery ON delivery.letter = letter.id
		WHERE letter.dossier = said.dossier AND letter.act < said.id
			AND delivery.role = departed.role
			AND delivery.scope = departed.scope
			AND delivery.state IN (3, 4, 7, 9, 11)
			AND NOT EXISTS (SELECT 1 FROM reception
				WHERE reception.act = letter.act
					AND reception.role = ?2
					AND reception.scope = ?3)))
