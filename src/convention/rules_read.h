/*
 * rules_read - the parts of the reader of rules.json, between themselves.
 *
 * Every mistake is blamed on the sheet and reading goes on: what was read after
 * one is not to be used (form/sheet.h).
 */
#ifndef RULES_READ_H
#define RULES_READ_H

#include "convention/rules.h"

struct rules_read {
	struct sheet s;
	struct rules *r; /* being filled */
	const struct directory *directory;
	const struct form *forms;
	size_t forms_count;
	struct json acts; /* as written: acts and letters name each other */
};

/* --- words and references -------------------------------------------------
 */

/* The current version of a form, or NULL. */
const struct form *rules_read_form(const struct rules_read *rd, struct str id);

/* The field of that name in `f`, or NULL, blamed. "" is NULL, not blamed. */
const struct form_field *rules_read_field(struct rules_read *rd,
    const struct form *f, struct str id);

/* An id of letters and digits, - and _: « D2b ». */
struct str rules_read_code(struct rules_read *rd, struct json v,
    const char *key);

/* id, title, version, since, source: what every rule bears. */
struct rules_read_head {
	struct str id, title, source;
	int64_t version;
	day since;
};
struct rules_read_head rules_read_head(struct rules_read *rd, struct json v,
    struct str id);

/*
 * Blame, at `one`, a row of the same id as the one before it but not later and
 * of a higher version.
 */
void rules_read_order(struct rules_read *rd, const struct rules_read_head *one,
    struct str id, int64_t version, day since);

/* The ids of a list `key`, if it is there, each of which is `known`; `what` is
 * what it is not: « n’est pas un état ». */
typedef bool rules_read_known(const struct rules_read *rd, struct str id);
struct rules_names rules_read_names(struct rules_read *rd, struct json v,
    const char *key, rules_read_known *known, const char *what);

rules_read_known rules_read_is_role;
rules_read_known rules_read_is_form; /* of the pack */
rules_read_known rules_read_is_act;
rules_read_known rules_read_is_task; /* of an act */
rules_read_known rules_read_is_deadline;
rules_read_known rules_read_is_letter;
rules_read_known rules_read_is_education;
rules_read_known rules_read_is_penal;

/* A row for each element of a list, at most `most`: zeroed, or NULL. */
void *rules_read_rows(struct rules_read *rd, struct json list, size_t most,
    size_t size);

/* A span `key`, written as a text, or as an object of these `keys`, among them
 * "after" and "count". */
struct rules_span rules_read_span(struct rules_read *rd, struct json v,
    const char *key, const char *keys);

/* Of what an act does to limits: « D3 », or { "id": "D3", ... }. */
struct str rules_read_done(struct json item);

/* A condition on the answers of `f`, or NULL. */
const struct condition *rules_read_if(struct rules_read *rd,
    const struct form *f, struct json v);

/* --- the subjects ----------------------------------------------------------
 */

/* role, service, of, apart, author, party, network, aside, if, after, without,
 * else; keys are judged by the caller. */
struct rules_who rules_read_who(struct rules_read *rd, const struct form *f,
    struct json v);
/* A list of them, with no other key. `f` NULL: nothing was answered. */
struct rules_whos rules_read_who_list(struct rules_read *rd,
    const struct form *f, struct json v, const char *key);

/* Who is party no more, of an act whose `by` was read. */
void rules_read_who_leaves(struct rules_read *rd, const struct form *f,
    struct json v, struct rules_act *a);

void rules_read_act(struct rules_read *rd, struct json v, struct rules_act *a);
void rules_read_limit(struct rules_read *rd, struct json v,
    struct rules_deadline *d);
void rules_read_letter(struct rules_read *rd, struct json v,
    struct rules_letter *l);

#endif
