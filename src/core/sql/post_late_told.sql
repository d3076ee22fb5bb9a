-- A person was told that it waits.
UPDATE delivery SET late = 1 WHERE id = ?1;
