#include "convention/rules_read.h"

#include "calendar/iso.h"
#include "convention/role.h"
#include "convention/span.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define VERSION_MOST 9999

/* --- what a reference may be ------------------------------------------------
 */

const struct form *
rules_read_form(const struct rules_read *rd, struct str id)
{
	const struct form *best = NULL;

	for (size_t i = 0; i < rd->forms_count; i++)
		if (str_eq(rd->forms[i].id, id) &&
		    (!best || rd->forms[i].version > best->version))
			best = &rd->forms[i];
	return best;
}

bool
rules_read_is_form(const struct rules_read *rd, struct str id)
{
	return rules_read_form(rd, id);
}

bool
rules_read_is_role(const struct rules_read *rd, struct str id)
{
	(void)rd;
	return role_reach_of(id) != ROLE_UNKNOWN;
}

/* One of these rows, not read yet, has that text under `key`. */
static bool
written(struct json list, const char *key, struct str id)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(json_text(json_get(json_at(list, i), str_of(key))),
			id))
			return true;
	return false;
}

bool
rules_read_is_act(const struct rules_read *rd, struct str id)
{
	return written(rd->acts, "form", id);
}

bool
rules_read_is_task(const struct rules_read *rd, struct str id)
{
	for (size_t i = 0; i < json_len(rd->acts); i++)
		if (written(json_get(json_at(rd->acts, i), TXT("tasks")), "id",
			id))
			return true;
	return false;
}

bool
rules_read_is_deadline(const struct rules_read *rd, struct str id)
{
	return rules_deadline_of(rd->r, id, DAY_MOST);
}

bool
rules_read_is_letter(const struct rules_read *rd, struct str id)
{
	return rules_letter_of(rd->r, id, DAY_MOST);
}

bool
rules_read_is_education(const struct rules_read *rd, struct str id)
{
	return rules_state_of(rd->r->education, rd->r->education_count, id);
}

bool
rules_read_is_penal(const struct rules_read *rd, struct str id)
{
	return rules_state_of(rd->r->penal, rd->r->penal_count, id);
}

const struct form_field *
rules_read_field(struct rules_read *rd, const struct form *f, struct str id)
{
	const struct form_field *field = f ? form_field_of(f, id) : NULL;

	if (id.len > 0 && !field)
		sheet_blame_text(&rd->s, id,
		    "« %.*s » n’est pas une question de « %.*s »", SHOWN(id),
		    SHOWN(f ? f->id : TXT("ce formulaire")));
	return field;
}

/* --- what every row has -----------------------------------------------------
 */

static bool
code_of(struct str id)
{
	for (size_t i = 0; i < id.len; i++) {
		char c = id.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return id.len > 0 && id.len <= SHEET_IDENT;
}

struct str
rules_read_code(struct rules_read *rd, struct json v, const char *key)
{
	struct str id = sheet_text(&rd->s, v, key);

	if (id.len > 0 && !code_of(id))
		sheet_blame_text(&rd->s, id,
		    "« %.*s » : lettres sans accent, chiffres, - et _, %d au "
		    "plus",
		    SHOWN(id), SHEET_IDENT);
	return id;
}

struct rules_read_head
rules_read_head(struct rules_read *rd, struct json v, struct str id)
{
	struct sheet *s = &rd->s;
	struct rules_read_head h = {.id = id, .since = DAY_LEAST};

	h.title = sheet_text(s, v, "title");
	h.source = sheet_text(s, v, "source");
	h.version = sheet_number(s, v, "version", 1, VERSION_MOST, 0);
	if (json_kind(json_get(v, TXT("version"))) == JSON_ABSENT)
		sheet_blame(s, v, "il manque « version »");
	struct str since = sheet_text(s, v, "since");
	if (since.len > 0 && iso_read_day(since, &h.since) != ERR_OK)
		sheet_blame_text(s, since,
		    "« %.*s » n’est pas un jour, 2024-03-01", SHOWN(since));
	return h;
}

void
rules_read_order(struct rules_read *rd, const struct rules_read_head *one,
    struct str id, int64_t version, day since)
{
	if (str_eq(one->id, id) &&
	    (one->version <= version || one->since <= since))
		sheet_blame_text(&rd->s, one->id,
		    "« %.*s » est déjà là : une autre version a un numéro et "
		    "un jour plus grands",
		    SHOWN(id));
}

/* --- lists ------------------------------------------------------------------
 */

void *
rules_read_rows(struct rules_read *rd, struct json list, size_t most,
    size_t size)
{
	if (json_len(list) > most) {
		sheet_blame(&rd->s, list, "une liste de plus de %zu", most);
		return NULL;
	}
	return sheet_take(&rd->s, json_len(list), size);
}

struct rules_names
rules_read_names(struct rules_read *rd, struct json v, const char *key,
    rules_read_known *known, const char *what)
{
	struct json list = sheet_list_or(&rd->s, v, key);
	struct str *at =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*at));
	struct rules_names n = {at, 0};

	for (size_t i = 0; at && i < json_len(list); i++) {
		struct str id = json_text(json_at(list, i));
		if (!known(rd, id))
			sheet_blame_text(&rd->s, id.len > 0 ? id : n.at[0],
			    "« %.*s » n’est pas %s", SHOWN(id), what);
		if (rules_named(&n, id))
			sheet_blame_text(&rd->s, id, "« %.*s » est deux fois",
			    SHOWN(id));
		at[n.count++] = id;
	}
	return n;
}

static bool
span_of(struct rules_read *rd, struct json v, struct str text,
    struct rules_span *span)
{
	if (!span_read(text, span)) {
		sheet_blame_text(&rd->s, text.len > 0 ? text : json_key(v, 0),
		    "« %.*s » n’est pas une durée (PT48H, P7D, P3M, P6DT8H)",
		    SHOWN(text));
		return false;
	}
	return true;
}

struct rules_span
rules_read_span(struct rules_read *rd, struct json v, const char *key,
    const char *keys)
{
	struct json given = json_get(v, str_of(key));
	struct rules_span span = {.hour = SPAN_WHOLE};
	struct str text = json_text(given), count = TXT("tout");

	if (json_kind(given) == JSON_OBJECT) {
		sheet_object(&rd->s, given, keys);
		text = sheet_text(&rd->s, given, "after");
		struct str said = sheet_text_or(&rd->s, given, "count");
		count = said.len > 0 ? said : count;
	}
	if (json_kind(given) == JSON_ABSENT || !span_of(rd, v, text, &span))
		return span;
	if (!span_count_read(count, &span.count))
		sheet_blame_text(&rd->s, count,
		    "« %.*s » : count attend tout, semaine, ouvres ou "
		    "bureau",
		    SHOWN(count));
	if (span.unit == RULES_MONTHS && span.count != RULES_ELAPSED)
		sheet_blame_text(&rd->s, text,
		    "des mois comptent tous leurs jours");
	if (span.n == 0)
		sheet_blame_text(&rd->s, text, "« %.*s » est pour les alertes",
		    SHOWN(text));
	return span;
}

struct str
rules_read_done(struct json item)
{
	return json_kind(item) == JSON_OBJECT
	    ? json_text(json_get(item, TXT("id")))
	    : json_text(item);
}

const struct condition *
rules_read_if(struct rules_read *rd, const struct form *f, struct json v)
{
	struct json when = json_get(v, TXT("if"));

	if (json_kind(when) == JSON_ABSENT)
		return NULL;
	if (f)
		return condition_read(&rd->s, f, when);
	sheet_blame(&rd->s, when,
	    "aucun formulaire ne donne de réponses à cette condition");
	return NULL;
}

/* --- the whole --------------------------------------------------------------
 */

static size_t
axis_read(struct rules_read *rd, struct json v, const char *key,
    struct rules_state *axis)
{
	struct json list = sheet_list(&rd->s, v, key);
	size_t count = 0;

	if (json_len(list) > RULES_STATES_MOST) {
		sheet_blame(&rd->s, list, "plus de %d états",
		    RULES_STATES_MOST);
		return 0;
	}
	for (size_t i = 0; i < json_len(list); i++) {
		struct json one = json_at(list, i);
		if (!sheet_object(&rd->s, one, "id label closed"))
			continue;
		struct rules_state state = {
		    .id = sheet_ident(&rd->s, one, "id"),
		    .label = sheet_text(&rd->s, one, "label"),
		    .closed = sheet_flag(&rd->s, one, "closed"),
		};
		if (rules_state_of(axis, count, state.id))
			sheet_blame_text(&rd->s, state.id,
			    "« %.*s » est déjà un état", SHOWN(state.id));
		axis[count++] = state;
	}
	return count;
}

static void
limits_read(struct rules_read *rd, struct json list)
{
	struct rules *r = rd->r;

	r->deadlines = rules_read_rows(rd, list, RULES_DEADLINES_MOST,
	    sizeof(*r->deadlines));
	for (size_t i = 0; r->deadlines && i < json_len(list); i++) {
		rules_read_limit(rd, json_at(list, i), &r->deadlines[i]);
		r->deadlines_count++;
	}
}

static void
letters_read(struct rules_read *rd, struct json list)
{
	struct rules *r = rd->r;

	r->letters =
	    rules_read_rows(rd, list, RULES_LETTERS_MOST, sizeof(*r->letters));
	for (size_t i = 0; r->letters && i < json_len(list); i++) {
		rules_read_letter(rd, json_at(list, i), &r->letters[i]);
		r->letters_count++;
	}
}

static void
acts_read(struct rules_read *rd, struct json list)
{
	struct rules *r = rd->r;

	r->acts = rules_read_rows(rd, list, RULES_ACTS_MOST, sizeof(*r->acts));
	for (size_t i = 0; r->acts && i < json_len(list); i++) {
		rules_read_act(rd, json_at(list, i), &r->acts[i]);
		r->acts_count++;
	}
}

static void
all_read(struct rules_read *rd, struct json root)
{
	struct sheet *s = &rd->s;

	if (!sheet_object(s, root,
		"rules version states acts deadlines letters"))
		return;
	sheet_text(s, root, "rules");
	rd->r->version = sheet_number(s, root, "version", 1, VERSION_MOST, 0);
	struct json states = json_get(root, TXT("states"));
	if (!sheet_object(s, states, "education penal"))
		return;
	rd->r->education_count =
	    axis_read(rd, states, "education", rd->r->education);
	rd->r->penal_count = axis_read(rd, states, "penal", rd->r->penal);
	rd->acts = sheet_list(s, root, "acts");
	limits_read(rd, sheet_list_or(s, root, "deadlines"));
	letters_read(rd, sheet_list_or(s, root, "letters"));
	acts_read(rd, rd->acts);
}

enum err
rules_read(struct arena *mem, struct str file, struct str text,
    const struct directory *d, const struct form *forms, size_t forms_count,
    enum territory territory, struct buf *faults, struct rules *rules)
{
	struct json root;

	/* Large: it is read where it stays, and is empty if it is wrong. */
	*rules = (struct rules){.file = file, .territory = territory};
	struct rules_read rd = {.r = rules,
	    .directory = d,
	    .forms = forms,
	    .forms_count = forms_count};
	enum err e = sheet_open(&rd.s, mem, file, text, faults, &root);
	if (e == ERR_OK) {
		all_read(&rd, root);
		e = sheet_end(&rd.s);
	}
	if (e != ERR_OK)
		*rules = (struct rules){.version = 0};
	return e;
}
