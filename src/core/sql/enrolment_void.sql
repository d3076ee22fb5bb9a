-- One code a site, and none that is over.
DELETE FROM enrolment WHERE site = ?1 OR ends_ms <= ?2;
