SELECT act.id, act.dossier, act.ident, act.form, act.filed_ms FROM act
WHERE act.reference = ?1 AND act.account = ?2
