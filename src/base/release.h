/*
 * release - which fichep this is.
 */
#ifndef RELEASE_H
#define RELEASE_H

/* Raised by hand at each release (semver.org). */
#define RELEASE_NUMBER "0.1.0"

#endif
