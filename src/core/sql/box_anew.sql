-- Its log is believed anew from the next checkpoint on: a person has seen why it
-- does not go on from the one that was known.
UPDATE box SET milestone = '' WHERE device = ?1;
