-- How many were run; the greatest number says the same, for there is no gap.
SELECT max(count(*), coalesce(max(number), 0)) FROM migration
