-- The dossier that an act merged, and the one it went into.
SELECT gone.id, gone.reference, into_.id, into_.reference FROM act
JOIN apart ON apart.other = act.dossier AND apart.act = act.id
JOIN dossier AS gone ON gone.id = apart.dossier
JOIN dossier AS into_ ON into_.id = apart.other
WHERE act.id = ?
