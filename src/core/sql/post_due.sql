-- Letters that leave now: the urgent first, then the oldest.
SELECT delivery.id FROM delivery
JOIN letter ON letter.id = delivery.letter
JOIN act ON act.id = letter.act
WHERE delivery.state = 1 AND delivery.next_ms <= ?1
	AND delivery.mode IN ('courriel_complet', 'courriel_avis')
ORDER BY act.urgency DESC, letter.made_ms, delivery.id LIMIT ?2;
