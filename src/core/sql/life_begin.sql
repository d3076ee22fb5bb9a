INSERT INTO life(one, name, incarnation) VALUES (1, ?1, ?2);
