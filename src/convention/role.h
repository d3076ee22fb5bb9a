/*
 * role - what a service is in a convention: a word of role.def.
 */
#ifndef ROLE_H
#define ROLE_H

#include "base/str.h"

enum role_reach {
	ROLE_UNKNOWN,   /* no such role */
	ROLE_SITE,      /* of an establishment or unit, not of the directory */
	ROLE_TERRITORY, /* of a territory; or of the whole département */
	ROLE_PARQUET,   /* of a ressort */
	ROLE_COURT      /* of a tribunal pour enfants, which is another (G4) */
};

enum role_reach role_reach_of(struct str role);

#endif
