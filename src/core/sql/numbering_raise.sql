-- Beyond what was given since the database went back.
UPDATE numbering SET last = last + ?
