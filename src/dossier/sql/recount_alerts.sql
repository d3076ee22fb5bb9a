SELECT alert.deadline FROM alert
LEFT JOIN deadline ON deadline.id = alert.deadline AND deadline.state = 1
WHERE deadline.id IS NULL LIMIT 20
