#include "core/payload.h"

#include "dossier/reference.h"

/* The letter of its references; 0: that of what it completes. False: no box may
 * send such a form. */
static bool
letter_of(const struct pack *pack, struct str form, char *letter)
{
	const struct rules *r = &pack->rules;
	const struct form *f = pack_form(pack, form, 0);
	bool box = false;

	for (size_t i = 0; i < r->acts_count; i++)
		box = box || (str_eq(r->acts[i].form, form) && r->acts[i].box);
	if (!f || !box)
		return false;
	*letter = f->letter.len == 1 ? f->letter.at[0] : 0;
	return true;
}

static bool
as_written(struct str reference)
{
	char room[REFERENCE_MOST];
	struct buf b = buf_over(room, sizeof(room));

	return reference_read(reference, &b) == ERR_OK &&
	    str_eq(buf_text(&b), reference);
}

/*
 * It is written as we write it, and is of this form; its site's code. A whole
 * form has a number of its own, and may be about another one: its author said
 * it is the same situation. An addendum has the number of what it completes.
 */
static bool
reference_fits(const struct payload *p, char letter, struct str *site)
{
	struct str stem = reference_stem(p->reference);
	struct str rest = p->reference;

	if (!as_written(p->reference))
		return false;
	struct str head = str_cut(&rest, '-');
	(void)str_cut(&rest, '-'); /* the département */
	*site = str_cut(&rest, '-');
	if (letter != 0)
		return head.at[0] == letter && stem.len == p->reference.len &&
		    (p->about.len == 0 || as_written(p->about));
	return str_eq(p->about, stem) &&
	    str_starts(str_part(p->reference, stem.len, SIZE_MAX), TXT("-C"));
}

static bool
in_range(struct json v, int64_t least, int64_t most, int64_t *n)
{
	int64_t found;

	if (!json_int(v, &found) || found < least || found > most)
		return false;
	*n = found;
	return true;
}

/* What was chosen, else what was proposed; a draft left behind has neither. */
static struct str
parquet_of(struct json root)
{
	struct json p = json_get(root, TXT("parquet"));
	struct str chosen = json_text(json_get(p, TXT("chosen")));

	return chosen.len > 0 ? chosen
			      : json_text(json_get(p, TXT("proposed")));
}

enum err
payload_read(struct arena *mem, const struct pack *pack, struct bytes json,
    struct payload *p)
{
	struct payload f = {0};
	struct json root;
	int64_t one;
	char letter = 0;

	if (json.len > PAYLOAD_MOST)
		return ERR_FORGED;
	enum err e = json_read(mem, str_from(json), &root, NULL);
	if (e != ERR_OK)
		return e == ERR_LIMIT ? e : ERR_FORGED;
	f.form = json_text(json_get(root, TXT("form")));
	f.reference = json_text(json_get(root, TXT("reference")));
	f.about = json_text(json_get(root, TXT("about")));
	f.parquet = parquet_of(root);
	f.answers = json_get(root, TXT("answers"));
	f.verified =
	    json_true(json_get(json_get(root, TXT("author")), TXT("verified")));
	if (!in_range(json_get(root, TXT("payload")), 1, 1, &one) ||
	    !in_range(json_get(root, TXT("version")), 1, 65535, &f.version) ||
	    !in_range(json_get(root, TXT("filed_ms")), 0, INT64_MAX,
		&f.filed_ms) ||
	    !in_range(json_get(root, TXT("clock")), 0, 2, &f.clock) ||
	    !in_range(json_get(root, TXT("urgency")), 0, 2, &f.urgency) ||
	    json_kind(f.answers) != JSON_OBJECT)
		return ERR_FORGED;
	if (!letter_of(pack, f.form, &letter) ||
	    !reference_fits(&f, letter, &f.site))
		return ERR_FORGED;
	*p = f;
	return ERR_OK;
}
