#include "convention/proof.h"

#include "convention/rules_proof.h"
#include "form/normal.h"
#include "http/urlform.h"

/* Bytes of a payload around the answers: what is known of the site, of the
 * author, of the parquet, of the clock, at their longest. */
#define PROOF_AROUND 4096

/* Bytes of a character, in UTF-8 or escaped, at most. */
#define CHARACTER 4

/* {"at":"2026-11-21T22:10","ms":-9223372036854775808} and its like. */
#define PROOF_INSTANT 64

static const struct {
	const char *name, *source;
} mentions[] = {
#define MENTION(name, source) {name, source},
#include "convention/mention.def"
#undef MENTION
};
#define MENTIONS (sizeof(mentions) / sizeof(mentions[0]))

/* --- lengths ---------------------------------------------------------------
 */

static size_t
options_longest(const struct form_field *f)
{
	size_t most = 0, all = 0;

	for (size_t i = 0; i < f->count; i++) {
		all += f->options[i].id.len + 3;
		if (f->options[i].id.len > most)
			most = f->options[i].id.len;
	}
	return f->kind == FORM_several ? all : most;
}

static size_t field_longest(const struct form_field *f);

/* All blocks, and the comparable copies of their traces. */
static size_t
blocks_longest(const struct form_field *f)
{
	size_t one = 2;

	for (size_t i = 0; i < f->fields_count; i++) {
		one += field_longest(&f->fields[i]);
		if (f->fields[i].kind == FORM_trace)
			one += NORMAL_MOST + f->id.len + PROOF_INSTANT;
	}
	return one * f->blocks_most;
}

static size_t
field_longest(const struct form_field *f)
{
	size_t n = f->id.len + sizeof("\"\":\"\",");

	if (f->kind == FORM_repeat)
		return n + blocks_longest(f);
	n += options_longest(f) + f->most * CHARACTER;
	if (f->kind == FORM_date || f->kind == FORM_instant ||
	    f->kind == FORM_date_or_age)
		n += PROOF_INSTANT;
	if (f->kind == FORM_telephone)
		n += PROOF_INSTANT;
	if (f->kind == FORM_place)
		n += PROOF_INSTANT * CHARACTER + PROOF_INSTANT;
	if (f->kind == FORM_typed)
		n += NORMAL_MOST + f->id.len + 2 * PROOF_INSTANT;
	return n;
}

size_t
proof_longest(const struct form *f)
{
	size_t n = PROOF_AROUND;

	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++)
			n += field_longest(&f->steps[i].fields[k]);
	return n;
}

/* Names a browser sends for a field, at most. */
static size_t
inputs(const struct form_field *f)
{
	size_t n = f->kind == FORM_several ? f->count : 1;

	if (f->kind == FORM_date_or_age || f->kind == FORM_instant ||
	    f->kind == FORM_place || f->kind == FORM_typed)
		n = 2;
	n += (size_t)f->unknown + (size_t)(f->instead.len > 0);
	for (size_t i = 0; i < f->fields_count; i++)
		n += inputs(&f->fields[i]) * f->blocks_most;
	return n;
}

/* --- saying ----------------------------------------------------------------
 */

void
proof_blame(struct proof *p, enum proof_weight weight, struct str file,
    size_t line, const char *what, struct str of)
{
	bool note = weight == PROOF_NOTE;

	p->mistakes += !note;
	p->notes += note;
	buf_str(p->lines, file);
	if (line > 0) {
		buf_str(p->lines, TXT(":"));
		buf_number(p->lines, (int64_t)line, 1);
	}
	buf_str(p->lines, note ? TXT(": à compléter : ") : TXT(": "));
	buf_str(p->lines, str_of(what));
	if (of.len > 0) {
		buf_str(p->lines, TXT(" « "));
		buf_str(p->lines, of);
		buf_str(p->lines, TXT(" »"));
	}
	buf_str(p->lines, TXT("\n"));
}

static bool
states(const struct form *f, struct str mention)
{
	for (size_t i = 0; i < f->mentions_count; i++)
		if (str_eq(f->mentions[i].name, mention))
			return true;
	return false;
}

static bool
known(struct str mention)
{
	for (size_t i = 0; i < MENTIONS; i++)
		if (str_eq(str_of(mentions[i].name), mention))
			return true;
	return false;
}

static void
form_proof(const struct form *f, struct proof *p)
{
	if (proof_longest(f) > FORM_SENT_MOST)
		proof_blame(p, PROOF_MISTAKE, f->file, 0,
		    "les réponses les plus longues dépassent 120 Kio", f->id);
	for (size_t i = 0; i < f->mentions_count; i++)
		if (!known(f->mentions[i].name))
			proof_blame(p, PROOF_MISTAKE, f->file, 0,
			    "mention inconnue", f->mentions[i].name);
	for (size_t i = 0; f->mentions_count > 0 && i < MENTIONS; i++)
		if (!states(f, str_of(mentions[i].name)))
			proof_blame(p, PROOF_MISTAKE, f->file, 0,
			    "il manque la mention", str_of(mentions[i].name));
	for (size_t i = 0; i < f->count; i++) {
		const struct form_step *s = &f->steps[i];
		size_t names = 2; /* the token, and the button */
		for (size_t k = 0; k < s->count; k++) {
			names += inputs(&s->fields[k]);
			if (s->fields[k].kind == FORM_service &&
			    s->fields[k].count == 0)
				proof_blame(p, PROOF_MISTAKE, f->file, 0,
				    "aucun service de ce rôle à choisir dans",
				    s->fields[k].id);
		}
		if (names > URLFORM_FIELDS_MOST)
			proof_blame(p, PROOF_MISTAKE, f->file, 0,
			    "trop de questions dans l’étape", s->id);
	}
}

/* Something of the directory is missing; in a sample, to complete. */
static void
missing(const struct pack *p, size_t line, const char *what, struct str of,
    struct proof *proof)
{
	proof_blame(proof, p->active ? PROOF_MISTAKE : PROOF_NOTE,
	    p->directory.file, line, what, of);
}

/* A parquet, or a CRIP: who must be reached whatever happens. */
static bool
vital(const struct directory_service *one)
{
	return str_eq(one->role, TXT("parquet")) ||
	    str_eq(one->role, TXT("crip"));
}

/* It can be written to; and, if it is vital, called. */
static void
reached(const struct pack *p, const struct directory_service *one,
    struct proof *proof)
{
	bool mail = str_starts(one->delivery, TXT("courriel_"));

	if (one->mailbox.len == 0 && (mail || vital(one)))
		missing(p, one->line, "pas de boîte structurelle pour", one->id,
		    proof);
	if (!vital(one))
		return;
	if (one->phone.len == 0 && one->night.len == 0)
		missing(p, one->line, "pas de téléphone pour", one->id, proof);
	if (one->confirmed.len == 0)
		missing(p, one->line,
		    "adresse confirmée par personne :", one->id, proof);
}

static void
commune_proof(const struct pack *p, const struct directory_commune *c,
    struct proof *proof)
{
	if (!c->parquet)
		proof_blame(proof, PROOF_MISTAKE, p->directory.file, c->line,
		    "commune sans parquet :", c->name);
	if (!c->court)
		missing(p, c->line,
		    "commune sans tribunal pour enfants :", c->name, proof);
}

static void
directory_proof(const struct pack *p, day today, struct proof *proof)
{
	const struct directory *d = &p->directory;

	for (size_t i = 0; i < d->count; i++) {
		const struct directory_service *one = &d->services[i];
		if (!directory_in_force(one, today))
			missing(p, one->line,
			    "service qui n’est pas en fonction aujourd’hui :",
			    one->id, proof);
		reached(p, one, proof);
	}
	if (!directory_role(d, TXT("crip")))
		proof_blame(proof, PROOF_MISTAKE, d->file, 0,
		    "il n’y a pas de CRIP, qui reçoit toute copie", TXT(""));
	for (size_t i = 0; i < d->communes_count; i++)
		commune_proof(p, &d->communes[i], proof);
}

void
proof_pack(struct pack *p, day today, struct proof *proof)
{
	bool stated = false;

	pack_today(p, today);
	for (size_t i = 0; i < p->count; i++) {
		form_proof(&p->forms[i], proof);
		stated = stated || p->forms[i].mentions_count > 0;
	}
	if (!stated)
		proof_blame(proof, PROOF_MISTAKE, p->name, 0,
		    "aucun formulaire ne porte les huit mentions", TXT(""));
	directory_proof(p, today, proof);
	rules_proof(p, proof);
}
