-- Is this the grant we live by?
SELECT count(*) FROM central WHERE granted = ?
