-- How many are said to be in the courier's hands.
SELECT (SELECT count(*) FROM delivery WHERE state = 2)
	+ (SELECT count(*) FROM mailbox WHERE state = 2);
