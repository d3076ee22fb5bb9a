SELECT id FROM letter
WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.letter = letter.id)
LIMIT 20
