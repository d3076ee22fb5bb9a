DELETE FROM central
