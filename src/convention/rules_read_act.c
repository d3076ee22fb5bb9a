#include "convention/record.h"
#include "convention/rules_read.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define ACT_KEYS                                                               \
	"form title version since source module by at opens minor instant "    \
	"state parties readers deadlines tasks letters warn when pauses "      \
	"resumes drops fold leaves titles"

#define TASK_KEYS                                                              \
	"id title source do within role service of apart author party if "     \
	"after without else"

/* --- where, when, about whom ------------------------------------------------
 */

static void
place_read(struct rules_read *rd, struct json v, struct rules_act *a)
{
	struct json list = sheet_list(&rd->s, v, "at");

	for (size_t i = 0; i < json_len(list); i++) {
		struct str word = json_text(json_at(list, i));
		a->box = a->box || str_eq(word, TXT("box"));
		a->central = a->central || str_eq(word, TXT("central"));
		if (!str_eq(word, TXT("box")) && !str_eq(word, TXT("central")))
			sheet_blame_text(&rd->s, word.len > 0 ? word : a->form,
			    "« at » attend box et central");
	}
}

static void
when_read(struct rules_read *rd, struct json v, struct rules_act *a)
{
	struct json when = json_get(v, TXT("when"));
	static const char act[] = "un acte de ces règles";

	if (json_kind(when) == JSON_ABSENT ||
	    !sheet_object(&rd->s, when,
		"education penal after all unless since once running"))
		return;
	a->when.education = rules_read_names(rd, when, "education",
	    rules_read_is_education, "un état de l’axe éducatif");
	a->when.penal = rules_read_names(rd, when, "penal", rules_read_is_penal,
	    "un état de l’axe pénal");
	a->when.after =
	    rules_read_names(rd, when, "after", rules_read_is_act, act);
	a->when.all = rules_read_names(rd, when, "all", rules_read_is_act, act);
	a->when.unless =
	    rules_read_names(rd, when, "unless", rules_read_is_act, act);
	a->when.since =
	    rules_read_names(rd, when, "since", rules_read_is_act, act);
	if (a->when.since.count > 0 && a->when.after.count == 0 &&
	    a->when.all.count == 0 && a->when.unless.count == 0)
		sheet_blame(&rd->s, when,
		    "« since » sans « after », « all » ni « unless »");
	a->when.once = sheet_flag(&rd->s, when, "once");
	a->when.running = rules_read_names(rd, when, "running",
	    rules_read_is_deadline, "un délai de ces règles");
}

/* A field of one of two kinds, under `key`; NULL if it is not said. */
static const struct form_field *
field_of_kind(struct rules_read *rd, const struct form *f, struct json v,
    const char *key, enum form_kind one, enum form_kind other)
{
	struct str id = sheet_text_or(&rd->s, v, key);
	const struct form_field *field = rules_read_field(rd, f, id);

	if (field && field->kind != one && field->kind != other)
		sheet_blame_text(&rd->s, id,
		    "« %.*s » n’est pas du genre attendu par « %s »", SHOWN(id),
		    key);
	return field;
}

static void
minor_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct json minor = json_get(v, TXT("minor"));

	a->at = field_of_kind(rd, f, v, "instant", FORM_instant, FORM_date);
	if (json_kind(minor) == JSON_ABSENT ||
	    !sheet_object(&rd->s, minor, "name first born mna"))
		return;
	a->name = field_of_kind(rd, f, minor, "name", FORM_text, FORM_text);
	a->first = field_of_kind(rd, f, minor, "first", FORM_text, FORM_text);
	a->born = field_of_kind(rd, f, minor, "born", FORM_date_or_age,
	    FORM_date_or_age);
	a->mna = field_of_kind(rd, f, minor, "mna", FORM_yes_no_unknown,
	    FORM_yes_no_unknown);
}

/* A state of an axis under `key`, or "". */
static struct str
state_read(struct rules_read *rd, struct json v, const char *key,
    rules_read_known *known)
{
	struct str id = sheet_text_or(&rd->s, v, key);

	if (id.len > 0 && !known(rd, id))
		sheet_blame_text(&rd->s, id, "« %.*s » n’est pas un état",
		    SHOWN(id));
	return id;
}

static void
moves_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct json list = sheet_list_or(&rd->s, v, "state");

	a->moves =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*a->moves));
	for (size_t i = 0; a->moves && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(&rd->s, one,
			"if from after since education penal"))
			continue;
		if (a->moves_count > 0 && !a->moves[a->moves_count - 1].when &&
		    a->moves[a->moves_count - 1].from.count == 0 &&
		    a->moves[a->moves_count - 1].after.count == 0)
			sheet_blame(&rd->s, one,
			    "celui d’avant est sans « if » : rien ne vient "
			    "après");
		if (json_kind(json_get(one, TXT("since"))) != JSON_ABSENT &&
		    json_kind(json_get(one, TXT("after"))) == JSON_ABSENT)
			sheet_blame(&rd->s, one, "« since » sans « after »");
		a->moves[a->moves_count++] = (struct rules_move){
		    .when = rules_read_if(rd, f, one),
		    .from = rules_read_names(rd, one, "from",
			rules_read_is_education, "un état de l’axe éducatif"),
		    .after = rules_read_names(rd, one, "after",
			rules_read_is_act, "un acte de ces règles"),
		    .since = rules_read_names(rd, one, "since",
			rules_read_is_act, "un acte de ces règles"),
		    .education = state_read(rd, one, "education",
			rules_read_is_education),
		    .penal = state_read(rd, one, "penal", rules_read_is_penal),
		};
	}
}

/* --- what it causes ---------------------------------------------------------
 */

/* What happens to limits: each by its id, or as { id, if, after }. */
static void
does_one(struct rules_read *rd, const struct form *f, struct json list,
    struct rules_names *ids, const struct rules_only **only)
{
	struct str *id =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*id));
	struct rules_only *when =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*when));

	*ids = (struct rules_names){id, 0};
	*only = when;
	for (size_t i = 0; id && when && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		struct str name = rules_read_done(one);
		if (!rules_read_is_deadline(rd, name))
			sheet_blame(&rd->s, one,
			    "« %.*s » n’est pas un délai de ces règles",
			    SHOWN(name));
		if (rules_named(ids, name))
			sheet_blame(&rd->s, one, "« %.*s » est deux fois",
			    SHOWN(name));
		if (json_kind(one) == JSON_OBJECT &&
		    sheet_object(&rd->s, one, "id if after"))
			when[i] = (struct rules_only){.when = rules_read_if(rd,
							  f, one),
			    .after = rules_read_names(rd, one, "after",
				rules_read_is_act, "un acte de ces règles")};
		id[ids->count++] = name;
	}
}

static void
does_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	static const char *const keys[RULES_DOES_COUNT] = {"open", "meet",
	    "drop", "pause", "resume", "reopen"};
	struct json does = json_get(v, TXT("deadlines"));

	if (json_kind(does) == JSON_ABSENT ||
	    !sheet_object(&rd->s, does, "open meet drop pause resume reopen"))
		return;
	for (size_t i = 0; i < RULES_DOES_COUNT; i++)
		does_one(rd, f, sheet_list_or(&rd->s, does, keys[i]),
		    &a->does[i], &a->only[i]);
	const struct rules_names *again = &a->does[RULES_REOPEN];
	for (size_t k = 0; k < again->count; k++)
		if (a->only[RULES_REOPEN][k].after.count == 0)
			sheet_blame_text(&rd->s, again->at[k],
			    "« reopen » sans « after » : ce que quels actes "
			    "avaient clos ?");
}

static void
task_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct rules_task *t = &a->tasks[a->tasks_count];

	if (!sheet_object(&rd->s, v, TASK_KEYS))
		return;
	t->line = sheet_line(&rd->s, v);
	t->id = sheet_ident(&rd->s, v, "id");
	t->title = sheet_text(&rd->s, v, "title");
	t->source = sheet_text(&rd->s, v, "source");
	t->who = rules_read_who(rd, f, v);
	t->form = sheet_text_or(&rd->s, v, "do");
	t->within = rules_read_span(rd, v, "within", "after count from");
	t->from = field_of_kind(rd, f, json_get(v, TXT("within")), "from",
	    FORM_instant, FORM_date);
	if (t->form.len > 0 && !rules_read_is_act(rd, t->form))
		sheet_blame_text(&rd->s, t->form,
		    "« %.*s » n’est pas un acte de ces règles", SHOWN(t->form));
	for (size_t i = 0; i < a->tasks_count; i++)
		if (str_eq(a->tasks[i].id, t->id))
			sheet_blame_text(&rd->s, t->id,
			    "« %.*s » est deux fois", SHOWN(t->id));
	a->tasks_count++;
}

static void
tasks_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct json list = sheet_list_or(&rd->s, v, "tasks");

	a->tasks =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*a->tasks));
	for (size_t i = 0; a->tasks && i < json_len(list); i++)
		task_read(rd, f, json_at(list, i), a);
}

static void
warns_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct json list = sheet_list_or(&rd->s, v, "warn");

	a->warns =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*a->warns));
	for (size_t i = 0; a->warns && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(&rd->s, one, "if residents without text"))
			continue;
		a->warns[a->warns_count++] = (struct rules_warn){
		    .when = rules_read_if(rd, f, one),
		    .residents = sheet_flag(&rd->s, one, "residents"),
		    .without = rules_read_names(rd, one, "without",
			rules_read_is_act, "un acte de ces règles"),
		    .text = sheet_text(&rd->s, one, "text"),
		};
	}
}

static void
titles_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	struct json list = sheet_list_or(&rd->s, v, "titles");

	a->titles =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*a->titles));
	for (size_t i = 0; a->titles && i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(&rd->s, one, "if title"))
			continue;
		struct rules_title c = {.when = rules_read_if(rd, f, one),
		    .title = sheet_text(&rd->s, one, "title")};
		if (!c.when)
			sheet_blame(&rd->s, one, "il manque « if »");
		a->titles[a->titles_count++] = c;
	}
}

static void
effects_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_act *a)
{
	moves_read(rd, f, v, a);
	a->parties = rules_read_who_list(rd, f, v, "parties");
	rules_read_who_leaves(rd, f, v, a);
	a->readers =
	    rules_read_names(rd, v, "readers", rules_read_is_role, "un rôle");
	does_read(rd, f, v, a);
	tasks_read(rd, f, v, a);
	a->pauses =
	    rules_read_names(rd, v, "pauses", rules_read_is_role, "un rôle");
	a->resumes =
	    rules_read_names(rd, v, "resumes", rules_read_is_role, "un rôle");
	a->drops = rules_read_names(rd, v, "drops", rules_read_is_task,
	    "une tâche de ces règles");
	a->letters = rules_read_names(rd, v, "letters", rules_read_is_letter,
	    "une lettre de ces règles");
	warns_read(rd, f, v, a);
	titles_read(rd, f, v, a);
}

static void
fold_read(struct rules_read *rd, struct json v, struct rules_act *a)
{
	a->fold = sheet_text_or(&rd->s, v, "fold");
	a->folds = a->fold.len > 0;
	if (a->folds && !str_eq(a->fold, TXT("merge")) &&
	    !str_eq(a->fold, TXT("split")))
		sheet_blame_text(&rd->s, a->fold,
		    "« fold » attend merge ou split");
}

void
rules_read_act(struct rules_read *rd, struct json v, struct rules_act *a)
{
	if (!sheet_object(&rd->s, v, ACT_KEYS))
		return;
	struct rules_read_head h =
	    rules_read_head(rd, v, sheet_ident(&rd->s, v, "form"));
	for (size_t i = 0; i < rd->r->acts_count; i++)
		rules_read_order(rd, &h, rd->r->acts[i].form,
		    rd->r->acts[i].version, rd->r->acts[i].since);
	const struct form *f = rules_read_form(rd, h.id);
	if (!f) {
		sheet_blame_text(&rd->s, h.id,
		    "« %.*s » n’est pas un formulaire de cette convention",
		    SHOWN(h.id));
		return;
	}
	a->form = h.id;
	a->title = h.title;
	a->source = h.source;
	a->version = h.version;
	a->since = h.since;
	a->line = sheet_line(&rd->s, v);
	a->module = sheet_text_or(&rd->s, v, "module");
	if (a->module.len > 0 && !record_module_known(a->module))
		sheet_blame_text(&rd->s, a->module,
		    "« %.*s » n’est pas un module (module.def)",
		    SHOWN(a->module));
	a->by = rules_read_names(rd, v, "by", rules_read_is_role, "un rôle");
	if (a->by.count == 0)
		sheet_blame_text(&rd->s, a->form, "il manque « by »");
	place_read(rd, v, a);
	a->opens = sheet_flag(&rd->s, v, "opens");
	fold_read(rd, v, a);
	when_read(rd, v, a);
	minor_read(rd, f, v, a);
	effects_read(rd, f, v, a);
}
