/*
 * directory - who is competent where, and how to reach them.
 *
 * Services have a role (role.def); a commune (INSEE code) belongs to the
 * ressort of a parquet, separately to that of a tribunal pour enfants (G4), and
 * to a territory of the département, if it has any. What is not in the tables
 * is not known: nobody guesses.
 */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include "calendar/day.h"
#include "form/sheet.h"

struct directory_service {
	struct str id, role, name;
	struct str mailbox;      /* structural, never somebody's own; or "" */
	struct str phone;        /* in hours; or "" */
	struct str night;        /* permanence, at any hour; or "" */
	struct str delivery;     /* courriel_complet, courriel_avis,
				    plex_manuel or portail */
	struct str hours;        /* in words; or "" */
	struct str since, until; /* "2024-03-01"; or "" */
	struct str confirmed;    /* by whom and when, in words; or "" */
	struct str territory;    /* « nord »: which communes; or "", all */
	size_t line;             /* of the file */
};

struct directory_commune {
	struct str code, name;
	const struct directory_service *parquet; /* NULL: not known */
	const struct directory_service *court;   /* tribunal pour enfants */
	struct str territory; /* for what is neither; "" if there are none */
	size_t line;          /* of the file */
};

struct directory {
	struct str file;
	struct directory_service *services;
	size_t count;
	struct directory_commune *communes;
	size_t communes_count;
	day today; /* who is not in force then is nobody; DAY_LEAST: not told */
};

enum err directory_read(struct arena *mem, struct str file, struct str text,
    struct buf *faults, struct directory *d) CHECKED;

/* By id, in force or not; or the first of a role in force. NULL when there is
 * none. */
const struct directory_service *directory_service_of(const struct directory *d,
    struct str id);
const struct directory_service *directory_role(const struct directory *d,
    struct str role);

/* By INSEE code, or NULL. */
const struct directory_commune *directory_commune_of(const struct directory *d,
    struct str code);

/*
 * The service of that role that is competent for a commune: by its ressort, or
 * by its territory; otherwise the only one of its role that has no territory.
 * NULL: not known, or several.
 */
const struct directory_service *directory_competent(const struct directory *d,
    struct str role, const struct directory_commune *commune);

/* The only one of that role that has no territory; NULL: none, or several. */
const struct directory_service *directory_apart(const struct directory *d,
    struct str role);

/* Its days, if any, say that it exists on `on`; or today, as far as we were
 * told: who does not is not written to. */
bool directory_in_force(const struct directory_service *one, day on);
bool directory_serves(const struct directory *d,
    const struct directory_service *one);

/*
 * By the name a person typed: accents, case, hyphens, articles' apostrophes and
 * « St » set aside. NULL when no commune has it; or when several have, and then
 * `*many` (if not NULL) is true.
 */
const struct directory_commune *directory_town(const struct directory *d,
    struct str typed, bool *many);

#endif
