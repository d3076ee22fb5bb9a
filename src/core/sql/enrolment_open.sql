SELECT hash FROM enrolment WHERE ends_ms > ?1 LIMIT 200;
