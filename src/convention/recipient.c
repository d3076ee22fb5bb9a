#include "convention/recipient.h"

#include "convention/role.h"

#define DEPTH_MOST 4 /* of parties that parties are found by */

struct finding {
	const struct pack *p;
	const struct directory_commune *commune;
};

static bool found(const struct finding *f, const struct rules_who *w,
    int depth);

/* Services of that role, in force: 0, 1, or 2 for several. */
static int
how_many(const struct directory *d, struct str role)
{
	int n = 0;

	for (size_t i = 0; i < d->count && n < 2; i++)
		n += str_eq(d->services[i].role, role) &&
		    directory_serves(d, &d->services[i]);
	return n;
}

/* Some act makes that role a party, and finds it. */
static bool
party(const struct finding *f, struct str role, int depth)
{
	const struct rules *r = &f->p->rules;

	for (size_t i = 0; depth < DEPTH_MOST && i < r->acts_count; i++) {
		const struct rules_whos *w = &r->acts[i].parties;
		for (size_t k = 0; k < w->count; k++)
			if (str_eq(w->at[k].role, role) &&
			    r->acts[i].by.count > 0 &&
			    found(f, &w->at[k], depth + 1))
				return true;
	}
	return false;
}

static bool
found_by_answer(const struct finding *f, const struct rules_who *w)
{
	const struct directory *d = &f->p->directory;

	if (w->field->kind == FORM_service)
		return how_many(d, w->role) > 0;
	return directory_competent(d, w->role, f->commune) != NULL;
}

static bool
found(const struct finding *f, const struct rules_who *w, int depth)
{
	const struct directory *d = &f->p->directory;
	const struct directory_service *one =
	    directory_service_of(d, w->service);

	if (w->author || w->party || role_reach_of(w->role) == ROLE_SITE)
		return true; /* a party that is not there is told nothing */
	if (one)
		return directory_serves(d, one);
	if (w->apart && directory_apart(d, w->role))
		return true;
	if (w->field && found_by_answer(f, w))
		return true;
	return how_many(d, w->role) == 1 || party(f, w->role, depth) ||
	    (w->otherwise && found(f, w->otherwise, depth));
}

/* --- for every commune ------------------------------------------------------
 */

struct recipients {
	const struct pack *p;
	struct proof *proof;
	size_t line;
	const char *what; /* « lettre », « tâche », « partie » */
	struct str id;
};

static void
nobody(const struct recipients *all, const struct rules_who *w,
    struct str commune)
{
	char room[256];
	struct buf b = buf_over(room, sizeof(room) - 1);

	buf_str(&b, str_of(all->what));
	buf_str(&b, TXT(" « "));
	buf_str(&b, all->id);
	buf_str(&b, TXT(" » : aucun service de rôle "));
	buf_str(&b, w->role);
	buf_str(&b, TXT(" pour la commune"));
	room[b.len] = 0;
	proof_blame(all->proof, all->p->active ? PROOF_MISTAKE : PROOF_NOTE,
	    all->p->rules.file, all->line, room, commune);
}

/* The first commune for which there is nobody is told. */
static void
prove(const struct recipients *all, const struct rules_who *w)
{
	const struct directory *d = &all->p->directory;

	for (size_t i = 0; i < d->communes_count; i++) {
		struct finding f = {all->p, &d->communes[i]};
		if (found(&f, w, 0))
			continue;
		nobody(all, w, f.commune->name);
		return;
	}
}

static void
prove_all(const struct recipients *all, const struct rules_whos *whos)
{
	for (size_t i = 0; i < whos->count; i++)
		prove(all, &whos->at[i]);
}

static void
letter_prove(const struct recipients *act, struct str id)
{
	const struct rules *r = &act->p->rules;

	for (size_t i = 0; i < r->letters_count; i++) {
		struct recipients all = *act;
		if (!str_eq(r->letters[i].id, id))
			continue;
		all.line = r->letters[i].line;
		all.what = "lettre";
		all.id = id;
		prove_all(&all, &r->letters[i].to);
		prove_all(&all, &r->letters[i].cc);
	}
}

void
recipient_proof(const struct pack *p, struct proof *proof)
{
	const struct rules *r = &p->rules;

	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		struct recipients all = {p, proof, a->line, "partie de",
		    a->form};
		if (a->by.count == 0)
			continue;
		prove_all(&all, &a->parties);
		for (size_t k = 0; k < a->letters.count; k++)
			letter_prove(&all, a->letters.at[k]);
		for (size_t k = 0; k < a->tasks_count; k++) {
			all.line = a->tasks[k].line;
			all.what = "tâche";
			all.id = a->tasks[k].id;
			prove(&all, &a->tasks[k].who);
		}
	}
}
