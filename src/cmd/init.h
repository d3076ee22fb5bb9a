/*
 * init - make a deployment out of nothing.
 *
 * `fichep init box|central` and `fichep demo` both come here: folder, settings,
 * keys, certificate, database, first accounts. Nothing that exists is ever
 * overwritten: a folder that holds a keyring is refused.
 */
#ifndef INIT_H
#define INIT_H

#include "cmd/deploy.h"
#include "crypto/passphrase.h"

/* Someone to make an account for; `phrase` is made here and shown once. */
struct init_person {
	struct str login, name, role, service;
	struct str duty, scope; /* may be "" */
	bool chief;
	const uint8_t *totp; /* or NULL: enrolled at the first sign-in */
	char phrase[PASSPHRASE_MOST + 1];
	size_t len; /* bytes of `phrase` */
};

struct init_plan {
	const char *dir;
	bool central;
	struct str conf; /* the text of fichep.conf */
	size_t people;
	struct init_person *person;
};

/* The deployment, or nothing; told on standard error. */
enum err init_make(const struct init_plan *plan) CHECKED;

/*
 * Add people to a deployment that exists, running or not; their passphrases
 * are filled in. ERR_CLASH: a login is taken, and nobody was added.
 */
enum err init_people(const struct deploy *d, size_t people,
    struct init_person *person) CHECKED;

#endif
