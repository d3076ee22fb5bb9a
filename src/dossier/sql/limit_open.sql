INSERT INTO deadline(dossier, rule, version, act) VALUES (?1, ?2, ?3, ?4)
