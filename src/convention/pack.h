/*
 * pack - a convention as data: one folder of config/convention.
 *
 *	convention.json   whose it is, which forms are used (record.h)
 *	directory.json    who is competent, how to write to them (directory.h)
 *	rules.json        what each act causes (rules.h)
 *	forms/<id>.json   what can be filled in (form/form.h); <id>-<n>.json is
 *	                  an earlier version n, kept to read what was sent
 *
 * Rules or a form that are not in the pack's own folder are those of common. A
 * pack is read once, whole, and never changes afterwards but for the day it is
 * told (pack_today); it belongs to its arena.
 */
#ifndef PACK_H
#define PACK_H

#include "convention/directory.h"
#include "convention/record.h"
#include "convention/rules.h"
#include "form/form.h"

/* Bytes of arena a pack may take; those that are shipped, of 39 forms and as
 * many acts, take 750 KiB. */
#define PACK_MEMORY     (2u << 20)
#define PACK_FORMS_MOST 64

struct pack {
	struct str name; /* of its folder */
	struct str title, departement, source;
	bool active; /* an inactive one is a sample to complete */
	struct record record;
	struct directory directory;
	struct form forms[PACK_FORMS_MOST];
	size_t count;
	struct rules rules;
};

/*
 * The text of the file at `path` ("demo/directory.json"), which outlives the
 * pack; `at` NULL: there is none. pack_embedded reads what is in the binary.
 */
struct pack_source {
	struct str (*file)(void *ctx, struct str path);
	void *ctx;
};
extern const struct pack_source pack_embedded;

/*
 * Read the pack `name`. ERR_ABSENT: there is none; ERR_MANGLED: mistakes, each
 * appended to `faults` (may be NULL) as "file:line: sentence\n"; ERR_LIMIT: the
 * arena is full.
 */
enum err pack_open(struct arena *mem, const struct pack_source *from,
    struct str name, struct buf *faults, struct pack *pack) CHECKED;

/*
 * What day it is: services that are not in force are neither found by their
 * role nor offered, unless none of that role is left to choose.
 */
void pack_today(struct pack *p, day today);

/* A form of the pack, or NULL; version 0 is the current one. */
const struct form *pack_form(const struct pack *p, struct str id,
    int64_t version);

#endif
