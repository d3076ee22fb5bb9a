INSERT INTO enrolment(hash, site, name, kind, commune, phone, made_by, made_ms,
	ends_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
