UPDATE enrolment SET device = ?2 WHERE hash = ?1;
