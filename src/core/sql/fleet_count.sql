SELECT json_object('boxes', (SELECT count(*) FROM box WHERE state = 1),
	'asked', (SELECT count(*) FROM box WHERE state = 0),
	'open', (SELECT count(*) FROM alarm WHERE ended_ms IS NULL),
	'kept', (SELECT count(*) FROM intake WHERE state = 2),
	'some_invited', json(CASE WHEN EXISTS (SELECT 1 FROM enrolment
		WHERE device IS NULL AND ends_ms > ?1) THEN 'true' ELSE 'false' END),
	'invited', json((SELECT json_group_array(json_object('site', site,
			'name', name)) FROM enrolment
		WHERE device IS NULL AND ends_ms > ?1)));
