SELECT id FROM account WHERE role = 'admin' ORDER BY login LIMIT 2
