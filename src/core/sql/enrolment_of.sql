SELECT hash FROM enrolment WHERE site = ?1 AND ends_ms > ?2;
