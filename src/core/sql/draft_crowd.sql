SELECT count(*) FROM draft WHERE author IS NULL
