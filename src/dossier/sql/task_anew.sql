-- It waits for somebody else, unless another one owes it or has done it since.
INSERT INTO task(dossier, act, rule, form, made_ms, due_ms, state)
SELECT dossier, act, rule, form, made_ms, due_ms, 0 FROM task AS was
WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM task AS other
	WHERE other.dossier = was.dossier AND other.rule = was.rule
		AND other.id <> was.id AND (other.state < 2
			OR (other.state = 2 AND other.ended_ms >= was.made_ms)))
