DELETE FROM enrolment WHERE device = ?1;
