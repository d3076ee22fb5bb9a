SELECT site, name, kind, commune, phone, device
FROM enrolment WHERE hash = ?1 AND ends_ms > ?2;
