SELECT count(*) FROM intake WHERE state = 2;
