#include "convention/rules_proof.h"

#include "convention/recipient.h"
#include "convention/role.h"
#include "convention/rules_walk.h"
#include "convention/source.h"

/* S1-1.1-c, word for word; nothing may be added that identifies anybody. */
#define SUBJECT "signalement mineur en situation de prostitution"

struct proving {
	const struct pack *p;
	const struct rules *r;
	struct proof *proof;
};

static void
mistake(const struct proving *v, size_t line, const char *what, struct str of)
{
	proof_blame(v->proof, PROOF_MISTAKE, v->r->file, line, what, of);
}

/* --- what a rule rests on ---------------------------------------------------
 */

static void
rests(const struct proving *v, struct str file, size_t line, struct str source)
{
	struct str wrong;

	if (!source_known(source, &wrong))
		proof_blame(v->proof, PROOF_MISTAKE, file, line,
		    "texte inconnu (source.def) :", wrong);
}

static void
sources_prove(const struct proving *v)
{
	const struct rules *r = v->r;

	for (size_t i = 0; i < v->p->count; i++)
		rests(v, v->p->forms[i].file, 1, v->p->forms[i].source);
	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		rests(v, r->file, a->line, a->source);
		for (size_t k = 0; k < a->tasks_count; k++)
			rests(v, r->file, a->tasks[k].line, a->tasks[k].source);
	}
	for (size_t i = 0; i < r->deadlines_count; i++)
		rests(v, r->file, r->deadlines[i].line, r->deadlines[i].source);
	for (size_t i = 0; i < r->letters_count; i++)
		rests(v, r->file, r->letters[i].line, r->letters[i].source);
	for (size_t i = 0; i < r->capacities_count; i++)
		rests(v, v->p->name, 0, r->capacities[i].source);
}

/* --- acts -------------------------------------------------------------------
 */

/* A person of that role can be there: of a site, or of a service. */
static bool
staffed(const struct proving *v, struct str role)
{
	const struct directory *d = &v->p->directory;

	return role_reach_of(role) == ROLE_SITE || directory_role(d, role);
}

static void
act_prove(const struct proving *v, size_t i)
{
	const struct rules_act *a = &v->r->acts[i];
	bool someone = a->box;

	if (a->by.count == 0)
		return; /* its module is switched off */
	if (!rules_walk_to(v->r, i))
		mistake(v, a->line,
		    "acte que rien ne permet jamais d’enregistrer :", a->form);
	for (size_t k = 0; k < a->by.count; k++)
		someone = someone || staffed(v, a->by.at[k]);
	if (!someone)
		proof_blame(v->proof, v->p->active ? PROOF_MISTAKE : PROOF_NOTE,
		    v->r->file, a->line,
		    "aucun service de l’annuaire ne peut enregistrer", a->form);
}

static void
acts_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->acts_count; i++)
		act_prove(v, i);
	for (size_t i = 0; i < v->p->count; i++)
		if (!rules_act_of(v->r, v->p->forms[i].id, DAY_MOST))
			mistake(v, 0, "aucun acte pour le formulaire",
			    v->p->forms[i].id);
}

/* --- who leaves -------------------------------------------------------------
 */

static bool
names(const struct rules_act *a, struct str role)
{
	for (size_t i = 0; i < a->parties.count; i++)
		for (const struct rules_who *w = &a->parties.at[i]; w;
		     w = w->otherwise)
			if (str_eq(w->role, role))
				return true;
	return false;
}

/* Who was never named cannot have been by mistake. */
static void
leaves_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->acts_count; i++)
		for (size_t k = 0; k < v->r->acts[i].leaves_count; k++) {
			const struct rules_leave *l = &v->r->acts[i].leaves[k];
			bool named = false;
			for (size_t n = 0; n < v->r->acts_count; n++)
				named =
				    named || names(&v->r->acts[n], l->who.role);
			if (!named)
				mistake(v, l->line,
				    "aucun acte ne nomme qui s’en va :",
				    l->who.role);
		}
}

/* --- deadlines --------------------------------------------------------------
 */

/* Some act that can be recorded does that to this limit. */
static bool
done(const struct proving *v, const struct rules_walk *walk,
    enum rules_does does, struct str id)
{
	for (size_t i = 0; i < v->r->acts_count; i++)
		if (walk->reached[i] &&
		    rules_named(&v->r->acts[i].does[does], id))
			return true;
	return false;
}

/* Opened and closed by acts of modules that are all switched off is not a
 * fault. */
static bool
idle(const struct proving *v, struct str id)
{
	for (size_t i = 0; i < v->r->acts_count; i++) {
		const struct rules_act *a = &v->r->acts[i];
		if (a->by.count == 0 && rules_named(&a->does[RULES_OPEN], id))
			return true;
	}
	return false;
}

/* One of these acts meets or drops it. */
static bool
ended_by(const struct rules *r, const struct rules_names *acts, struct str id)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		if (rules_named(acts, a->form) &&
		    (rules_named(&a->does[RULES_MEET], id) ||
			rules_named(&a->does[RULES_DROP], id)))
			return true;
	}
	return false;
}

/* What an act takes back, another one had done. */
static void
reopen_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->acts_count; i++) {
		const struct rules_act *a = &v->r->acts[i];
		const struct rules_names *ids = &a->does[RULES_REOPEN];
		for (size_t k = 0; k < ids->count; k++)
			if (!ended_by(v->r, &a->only[RULES_REOPEN][k].after,
				ids->at[k]))
				mistake(v, a->line,
				    "délai rouvert, que ces actes ne closent "
				    "pas :",
				    ids->at[k]);
	}
}

/* What an act may be recorded for is what it meets: it is not offered for ever.
 */
static void
running_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->acts_count; i++) {
		const struct rules_act *a = &v->r->acts[i];
		const struct rules_names *ids = &a->when.running;
		for (size_t k = 0; k < ids->count; k++)
			if (!rules_named(&a->does[RULES_MEET], ids->at[k]))
				mistake(v, a->line,
				    "« running » d’un délai que cet acte ne "
				    "tient pas :",
				    ids->at[k]);
	}
}

static void
deadlines_prove(const struct proving *v, const struct rules_walk *walk)
{
	for (size_t i = 0; i < v->r->deadlines_count; i++) {
		const struct rules_deadline *d = &v->r->deadlines[i];
		bool opened = done(v, walk, RULES_OPEN, d->id);
		struct str where = TXT("");
		char room[160];

		if (!opened && !idle(v, d->id))
			mistake(v, d->line,
			    "délai qu’aucun acte n’ouvre :", d->id);
		if (opened && !done(v, walk, RULES_MEET, d->id) &&
		    !done(v, walk, RULES_DROP, d->id))
			mistake(v, d->line,
			    "délai que rien ne peut ni tenir ni clore :",
			    d->id);
		else if (opened &&
		    !rules_walk_ends(v->r, walk, d->id, &where)) {
			struct buf b = buf_over(room, sizeof(room) - 1);
			buf_str(&b,
			    TXT("délai que plus rien ne peut tenir ni "
				"clore, dans l’état « "));
			buf_str(&b, where);
			buf_str(&b, TXT(" » :"));
			room[b.len] = 0;
			mistake(v, d->line, room, d->id);
		}
	}
}

/* --- tasks ------------------------------------------------------------------
 */

/* Whoever is given it may record the act that ends it. */
static void
task_prove(const struct proving *v, const struct rules_task *t)
{
	const struct rules_who *w = &t->who;

	for (; t->form.len > 0 && w; w = w->otherwise) {
		bool may = false;
		for (size_t i = 0; i < v->r->acts_count; i++) {
			const struct rules_act *a = &v->r->acts[i];
			may = may ||
			    (str_eq(a->form, t->form) &&
				(a->by.count == 0 ||
				    rules_named(&a->by, w->role)));
		}
		if (!may)
			mistake(v, t->line,
			    "tâche donnée à qui ne peut pas la faire :", t->id);
	}
}

static void
tasks_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->acts_count; i++)
		for (size_t k = 0; k < v->r->acts[i].tasks_count; k++)
			task_prove(v, &v->r->acts[i].tasks[k]);
}

/* --- letters ----------------------------------------------------------------
 */

static bool
to_role(const struct rules_whos *to, const char *role)
{
	for (size_t i = 0; i < to->count; i++)
		if (str_eq(to->at[i].role, str_of(role)) && !to->at[i].when)
			return true;
	return false;
}

/* S1-1.1-c to e: its subject, the parquet, and always the CRIP. */
static void
signalement_prove(const struct proving *v, const struct rules_letter *l)
{
	if (!str_eq(l->id, TXT("R1")))
		return;
	if (!str_eq(l->subject, TXT(SUBJECT)) &&
	    v->p->record.subject_reason.len == 0)
		mistake(v, l->line,
		    "l’objet de R1 n’est pas celui de S1-1.1-c, et "
		    "« subject_reason » ne dit pas pourquoi :",
		    l->subject);
	if (!to_role(&l->to, "parquet"))
		mistake(v, l->line,
		    "R1 ne va pas toujours au parquet (S1-1.1-d)", TXT(""));
	if (!to_role(&l->cc, "crip"))
		mistake(v, l->line,
		    "R1 n’est pas toujours en copie à la CRIP (S1-1.1-e)",
		    TXT(""));
}

static void
letters_prove(const struct proving *v)
{
	for (size_t i = 0; i < v->r->letters_count; i++) {
		const struct rules_letter *l = &v->r->letters[i];
		bool sent = false;

		for (size_t k = 0; k < v->r->acts_count; k++)
			sent =
			    sent || rules_named(&v->r->acts[k].letters, l->id);
		if (!sent)
			mistake(v, l->line,
			    "lettre qu’aucun acte n’envoie :", l->id);
		signalement_prove(v, l);
	}
}

void
rules_proof(const struct pack *p, struct proof *proof)
{
	struct proving v = {p, &p->rules, proof};
	struct rules_walk walk;

	rules_walk(v.r, &walk);
	sources_prove(&v);
	acts_prove(&v);
	leaves_prove(&v);
	deadlines_prove(&v, &walk);
	reopen_prove(&v);
	running_prove(&v);
	tasks_prove(&v);
	letters_prove(&v);
	recipient_proof(p, proof);
}
