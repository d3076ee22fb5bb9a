-- The dossier that an act parted, and the one it stood in.
SELECT parted.id, parted.reference, stays.id, stays.reference FROM act
JOIN dossier AS stays ON stays.id = act.dossier
JOIN likeness ON (likeness.dossier = stays.id OR likeness.other = stays.id)
	AND likeness.act = act.id AND likeness.same = 0
JOIN dossier AS parted ON parted.id = iif(likeness.dossier = stays.id,
	likeness.other, likeness.dossier)
WHERE act.id = ?
