SELECT count(*) FROM sending WHERE reference = ? AND form <> 'complement'
	AND found <> 1
