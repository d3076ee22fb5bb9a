SELECT count(*) FROM sending WHERE reference = ? AND form <> 'complement'
