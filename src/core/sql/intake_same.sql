-- What came in the name of a box that was not known, or from another, decides
-- nothing once the box ?4 that it names is known and did not bring it itself.
SELECT device, incarnation, seq, received_ms, state, leaf
FROM intake WHERE id = ?1 AND sha256 = ?2
	AND NOT (why = 'other_box' AND (device <> ?3
		OR (device = ?4 AND EXISTS (SELECT 1 FROM box WHERE device = ?4))));
