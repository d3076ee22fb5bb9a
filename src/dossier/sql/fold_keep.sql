INSERT OR REPLACE INTO apart(dossier, other, act, education, penal)
VALUES (?1, ?2, ?3, ?4, ?5)
