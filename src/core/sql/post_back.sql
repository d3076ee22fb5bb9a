-- Nobody carries it, and its last line never left. In the slots: ?1 to ?4.
UPDATE delivery SET state = 1
WHERE state = 2 AND id NOT IN (?1, ?2, ?3, ?4);
