INSERT INTO minor(act, dossier, name, first, born, mna)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
