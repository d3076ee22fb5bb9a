-- What came signed by this box under the same id, at the same place, just before
-- or just after: does it bear the id, how far after it stands, its hash, the
-- hash it says is before it. The same bytes, taken again out of quarantine, are
-- no rival.
SELECT 1, 0, sha256, before FROM intake
WHERE id = ?1 AND sha256 <> ?5 AND signed
UNION ALL
SELECT 0, seq - ?4, sha256, before FROM intake
WHERE device = ?2 AND incarnation = ?3 AND seq BETWEEN ?4 - 1 AND ?4 + 1
	AND id <> ?1 AND signed;
