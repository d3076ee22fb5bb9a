/*
 * record - what a convention is, as its parties signed it (convention.json).
 *
 * Who signed, from when to when, what it covers, how much it can carry. A
 * convention cannot be presumed in force (DOMAINE 0, 2): days that are not
 * known are not made up, and a sample has none.
 */
#ifndef RECORD_H
#define RECORD_H

#include "convention/rules.h"

#define RECORD_PARTIES_MOST 24

enum record_module {
#define MODULE(name, shown) RECORD_##name,
#include "convention/module.def"
#undef MODULE
	RECORD_MODULES
};

/* A party, and the function of whoever sits for it: never a name (S1-A4-b). */
struct record_party {
	struct str name, referent, suppleant; /* seats: "" if vacant */
};

struct record {
	struct record_party *parties;
	size_t parties_count;
	day signed_on, renewed, ends; /* DAY_LEAST: not known */
	bool module[RECORD_MODULES];
	/* From then on an intervention is for minors who live in the
	 * département (S1-2.3-g, G11); DAY_MOST: never. */
	day residents_only;
	struct str subject_reason; /* why R1 has another subject; or "" */
	enum territory territory;  /* whose holidays */
};

/* The keys of convention.json that are read here. */
#define RECORD_KEYS                                                            \
	"parties dates modules intervention_residents_only_since "             \
	"subject_reason territory capacities"

/* Read them from `root`; mistakes are blamed on the sheet. */
void record_read(struct sheet *s, struct json root, struct record *r);

/* And what is counted, which names states of the rules. */
void record_capacities(struct sheet *s, struct json root, struct rules *rules);

bool record_module_known(struct str name);
bool record_module_on(const struct record *r, struct str name);

#endif
