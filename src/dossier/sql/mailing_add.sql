INSERT INTO letter(ident, dossier, act, rule, version, made_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
