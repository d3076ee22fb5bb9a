-- What did not arrive is replaced; what did stays beside the new one.
UPDATE delivery SET state = 10, bytes = NULL WHERE id = ?1 AND state IN (0, 1, 3, 5, 8);
