/*
 * form - what may be asked: a definition, read from JSON.
 *
 * A form is steps of fields; a field has a kind (kind.def). Everything a
 * person reads and all that is required is in the definition; this only knows
 * what may be said there, and refuses the rest with its file and line. All
 * strings and tables belong to the arena it was read into.
 *
 * The words of a definition are in config/convention/README.md.
 */
#ifndef FORM_H
#define FORM_H

#include "form/condition.h"

#define FORM_FIELDS_MOST 160 /* of a form, those in blocks included */
#define FORM_STEPS_MOST  16
#define FORM_TEXT_MOST   15000        /* characters of an answer: six pages */
#define FORM_BLOCKS_MOST 20           /* of a repeat */
#define FORM_SENT_MOST   (120u << 10) /* bytes of a payload */

enum form_kind {
#define KIND(name, options, unknown, characters) FORM_##name,
#include "form/kind.def"
#undef KIND
};

struct form_option {
	struct str id, label;
	bool alone;        /* goes with no other, and needs no text */
	bool past;         /* read where it was chosen, offered no more */
	struct str normal; /* how its text is made comparable: normal.def */
};

/* Words that appear once a condition holds, at once if scripts run. */
struct form_alert {
	const struct condition *when; /* NULL: there is none */
	struct str text;
	bool urgent;
};

struct form_field {
	struct str id, label, help, example;
	enum form_kind kind;
	bool optional;
	bool unknown;   /* « Inconnu » is an answer */
	bool quoted;    /* somebody's own words */
	bool town;      /* of a place: its commune is needed */
	bool past;      /* it has happened when it is told (past.h) */
	bool reference; /* a text: of something that was filed */
	struct form_option *options;
	size_t count;       /* of options */
	struct str instead; /* another answer than any, in words; or "" */
	size_t least, most; /* characters, or years of age */
	struct str of;      /* trace: the field that says what it is;
			       service: a role; locked: what it shows */
	struct str prefill; /* "now", "site_phone", "parquet"; or "" */
	struct str sens;    /* DOMAINE 2.3: P, H, 9, 10, L */
	const struct condition *shown; /* NULL: always */
	struct form_alert alert;
	const struct form_step *step;
	const struct form_field *within; /* the repeat it stands in, or NULL */
	struct form_field *fields;       /* of a repeat */
	size_t fields_count, blocks_most;
	struct str block, add; /* « Élément », « Ajouter un élément » */
};

struct form_step {
	struct str id, title, intro;
	bool later;   /* for after the sending: nothing in it is required */
	bool network; /* who exploits: not for everyone (DOMAINE 2.5) */
	const struct condition *shown;
	struct form_field *fields;
	size_t count;
};

struct form_mention {
	struct str name;
	const struct form_field **fields;
	size_t count;
};

/* Where to look for the competent parquet, in order (DOMAINE 1.11). */
struct form_whereabouts {
	const struct condition *when;
	const struct form_field *place; /* NULL: the establishment's commune */
	struct str reason;              /* « Lieu où se trouve le mineur » */
};

struct form_urgency {
	const struct condition *when;
	int level; /* 1 or 2 */
};

struct form {
	struct str file, id, title, source;
	int64_t version;
	struct str letter; /* that begins its references */
	struct form_step *steps;
	size_t count;
	struct form_mention *mentions;
	size_t mentions_count;
	struct form_whereabouts *whereabouts;
	size_t whereabouts_count;
	struct form_urgency *urgency;
	size_t urgency_count;

	/* What a pack binds (pack.h): the code of a town of its directory, or
	 * "" when it knows none or several of that name. */
	struct str (*commune)(const void *world, struct str town);
	const void *world;
};

/* Forms already read, that another may take steps from. */
struct form_shelf {
	const struct form *at;
	size_t count;
};

/*
 * Read a definition. ERR_MANGLED: mistakes, each appended to `faults` (may be
 * NULL) as "file:line: sentence\n"; ERR_LIMIT: the arena is full.
 */
enum err form_read(struct arena *mem, struct str file, struct str text,
    const struct form_shelf *shelf, struct buf *faults,
    struct form *form) CHECKED;

/* By id, or NULL. A field in a block is found in its repeat only. */
const struct form_step *form_step_of(const struct form *f, struct str id);
const struct form_field *form_field_of(const struct form *f, struct str id);
const struct form_option *form_option_of(const struct form_field *f,
    struct str id);

/* Whether these answers make it appear. */
bool form_step_shown(const struct form_step *s, struct json answers);
/* And it asks something: what the house fills in, and what is confirmed once
 * all is read again, are no screen of their own. */
bool form_step_asked(const struct form_step *s, struct json answers);
bool form_shown(const struct form_field *f, struct json answers);

/* 0 to 2, by the first row that holds: no score, only what was answered. */
int form_urgency_of(const struct form *f, struct json answers);

#endif
