-- Of a delivery that is settled, what was asked of a person about it;
-- ?2 1: also what a notice of it leaves to be done.
SELECT id FROM task WHERE delivery = ?1 AND state IN (0, 1)
	AND (rule IN ('verifier', 'retard', 'adresse', 'deposer')
		OR ?2 AND rule = 'abrege');
