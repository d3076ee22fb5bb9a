#include "core/journal.h"

#include "audit/ledger.h"
#include "base/encode.h"
#include "calendar/iso.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

#define PARTS_MOST 12
#define PART_ENTRY 75 /* bytes an entry takes in a part, without its detail */
#define PART_MOST  (110u * KIB) /* bytes of entries: an answer holds them */

static const struct {
	int code;
	const char *label;
} actions[] = {
#define AUDIT(code, name, text) {code, text},
#include "audit/event.def"
#undef AUDIT
};

static const char *const results[] = {[TRAIL_DONE] = "fait",
    [TRAIL_REFUSED] = "refusé",
    [TRAIL_FAILED] = "échoué"};

/* What is asked for; -1, 0 and zeros: anything. */
struct filter {
	int64_t from, to; /* ms UTC: at or after, and before */
	int64_t action, result;
	bool actor_given, object_given;
	struct ident actor, object;
	bool wrong;
};

/* --- what is asked for -------------------------------------------------------
 */

static void
read_day(struct request *q, const char *key, bool end, int64_t *to,
    struct filter *f)
{
	struct str typed = str_trim(urlform_get(&q->form, str_of(key)));
	day n;

	if (typed.len == 0)
		return;
	if (iso_read_day(typed, &n) != ERR_OK)
		f->wrong = true;
	else
		*to = paris_midnight(end ? n + 1 : n);
}

static void
read_code(struct request *q, const char *key, uint64_t most, int64_t *to,
    struct filter *f)
{
	struct str typed = urlform_get(&q->form, str_of(key));
	uint64_t n;

	if (typed.len == 0)
		return;
	if (str_number(typed, most, &n))
		*to = (int64_t)n;
	else
		f->wrong = true;
}

static void
read_ident(struct request *q, const char *key, bool *given, struct ident *to,
    struct filter *f)
{
	struct str typed = str_trim(urlform_get(&q->form, str_of(key)));

	if (typed.len == 0)
		return;
	*given = ident_read(typed, to) == ERR_OK;
	f->wrong = f->wrong || !*given;
}

static struct filter
read_filter(struct request *q)
{
	struct filter f = {.to = INT64_MAX, .action = -1, .result = -1};

	read_day(q, "du", false, &f.from, &f);
	read_day(q, "au", true, &f.to, &f);
	read_code(q, "action", UINT16_MAX, &f.action, &f);
	read_code(q, "resultat", TRAIL_FAILED, &f.result, &f);
	read_ident(q, "acteur", &f.actor_given, &f.actor, &f);
	read_ident(q, "objet", &f.object_given, &f.object, &f);
	return f;
}

static bool
fits(const struct filter *f, const struct trail_entry *e)
{
	return e->at >= f->from && e->at < f->to &&
	    (f->action < 0 || f->action == (int64_t)e->action) &&
	    (f->result < 0 || f->result == (int64_t)e->result) &&
	    (!f->actor_given || ident_eq(&f->actor, &e->actor)) &&
	    (!f->object_given || ident_eq(&f->object, &e->object));
}

/* --- where to begin
 * ------------------------------------------------------------ */

static enum err
at_of(struct store *s, int64_t seq, int64_t *at)
{
	struct query r = query_open(s, SQL_JOURNAL_ONE, INT(seq));
	uint8_t public[TRAIL_PUBLIC];
	struct trail_public p;
	enum err e = ERR_STORE;

	if (query_next(&r)) {
		query_copy(&r, public, sizeof(public));
		e = trail_read(public, &p);
		if (e == ERR_OK)
			*at = p.entry.at;
	}
	enum err ended = query_end(&r);
	return ended != ERR_OK ? ended : e;
}

/* The first of `size` entries that is not before `at`: a clock that went back
 * makes it a good guess, and what is shown is judged by its own hour. */
static enum err
first_since(struct store *s, int64_t size, int64_t at, int64_t *seq)
{
	int64_t low = 0, high = size;

	while (low < high) {
		int64_t middle = low + (high - low) / 2, then = 0;
		enum err e = at_of(s, middle, &then);
		if (e != ERR_OK)
			return e;
		if (then < at)
			low = middle + 1;
		else
			high = middle;
	}
	*seq = low;
	return ERR_OK;
}

/* --- what is shown
 * ------------------------------------------------------------- */

static void
put_ident(struct request *q, const char *key, const struct ident *id)
{
	static const struct ident none;
	char hex[IDENT_TEXT];
	struct buf text = buf_over(hex, sizeof(hex));

	if (!ident_eq(id, &none))
		ident_put(&text, id);
	request_text(q, key, buf_text(&text));
}

/* Eight digits are enough to see who is who; the whole is in the link. */
static void
put_short(struct request *q, const char *key, const struct ident *id)
{
	static const struct ident none;
	char hex[IDENT_TEXT];
	struct buf text = buf_over(hex, sizeof(hex));

	if (!ident_eq(id, &none))
		ident_put(&text, id);
	request_text(q, key, str_part(buf_text(&text), 0, 8));
}

static void
put_entry(struct request *q, const struct trail_public *p)
{
	const struct trail_entry *e = &p->entry;
	const char *action = trail_action((uint16_t)e->action);
	const char *motive = trail_motive((uint16_t)e->motive);
	char room[96];
	struct buf when = buf_over(room, sizeof(room));
	enum who who;

	if (e->at > 0)
		wording_utc(&when, e->at, WORDING_YEAR);
	request_number(q, "seq", (int64_t)p->seq);
	request_text(q, "when", buf_text(&when));
	request_flag(q, "no_clock", e->clock == TRAIL_CLOCK_UNKNOWN);
	request_text(q, "by",
	    who_read(e->role, &who) == ERR_OK ? who_shown(who)
		: str_eq(e->role, TXT("box")) ? TXT("Boîtier")
					      : e->role);
	put_ident(q, "actor", &e->actor);
	put_short(q, "actor_short", &e->actor);
	request_text(q, "action",
	    action ? str_of(action) : TXT("action d’une autre version"));
	request_flag(q, "refused", e->result == TRAIL_REFUSED);
	request_flag(q, "failed", e->result == TRAIL_FAILED);
	request_text(q, "motive", motive ? str_of(motive) : TXT(""));
	put_ident(q, "object", &e->object);
	put_short(q, "object_short", &e->object);
	request_flag(q, "sealed", p->sealed);
}

/* What of the log one page covers. */
struct span {
	int64_t first,
	    last;       /* entries shown, or looked at; first > last: none */
	int64_t before; /* go on from there; 0: that was all */
};

static enum err
put_rows(struct request *q, const struct filter *f, int64_t least,
    int64_t before, struct span *span)
{
	struct query r = query_open(q->store, SQL_JOURNAL_BEFORE, INT(before),
	    INT(least), INT(JOURNAL_SCAN));
	enum err e = ERR_OK;
	int rows = 0, looked = 0;

	*span = (struct span){.first = before, .last = before - 1};
	request_json(q, "rows", TXT("["));
	while (e == ERR_OK && rows < JOURNAL_ROWS && query_next(&r)) {
		uint8_t public[TRAIL_PUBLIC];
		struct trail_public p;

		query_copy(&r, public, sizeof(public));
		e = trail_read(public, &p);
		if (e != ERR_OK)
			break;
		looked++;
		span->first = (int64_t)p.seq;
		if (!fits(f, &p.entry))
			continue;
		buf_str(&q->data, rows++ > 0 ? TXT(",{") : TXT("{"));
		put_entry(q, &p);
		request_close(q);
	}
	if (e == ERR_OK && (rows == JOURNAL_ROWS || looked == JOURNAL_SCAN))
		span->before = span->first;
	buf_str(&q->data, TXT("]"));
	request_flag(q, "empty", rows == 0);
	enum err ended = query_end(&r);
	return e == ERR_OK ? ended : e;
}

/* --- parts of the log, to take away
 * --------------------------------------------- */

static enum err
stamp_at(struct store *s, const char *sql, int64_t a, int64_t *size)
{
	enum err e =
	    query_number(s, size, sql, INT(a), INT(PART_MOST), INT(PART_ENTRY));

	if (e == ERR_ABSENT)
		*size = 0;
	return e == ERR_ABSENT ? ERR_OK : e;
}

/* From the last checkpoint before what is shown to the first after it. */
static enum err
put_parts(struct request *q, int64_t first, int64_t last)
{
	int64_t from = 0;
	int n = 0;
	enum err e = ERR_OK;

	request_json(q, "parts", TXT("["));
	if (first <= last)
		e = query_number(q->store, &from, SQL_JOURNAL_STAMP_TO,
		    INT(first));
	if (e == ERR_ABSENT)
		e = ERR_OK;
	while (e == ERR_OK && n < PARTS_MOST && from <= last) {
		int64_t to = 0;
		e = stamp_at(q->store, SQL_JOURNAL_STAMP_FAR, from, &to);
		if (e != ERR_OK || to <= from)
			break;
		buf_str(&q->data, n++ > 0 ? TXT(",{") : TXT("{"));
		request_number(q, "from", from);
		request_number(q, "to", to);
		request_number(q, "last", to - 1);
		request_close(q);
		from = to;
	}
	buf_str(&q->data, TXT("]"));
	request_flag(q, "has_parts", n > 0);
	return e;
}

/* --- the page
 * -------------------------------------------------------------------- */

static void
put_choice(struct request *q, bool first, int64_t code, const char *label,
    int64_t chosen)
{
	buf_str(&q->data, first ? TXT("{") : TXT(",{"));
	request_number(q, "word", code);
	request_text(q, "label", str_of(label));
	request_flag(q, "chosen", code == chosen);
	request_close(q);
}

static void
put_filter(struct request *q, const struct filter *f)
{
	static const char *const echoed[] = {"du", "au", "acteur", "objet"};

	for (size_t i = 0; i < sizeof(echoed) / sizeof(echoed[0]); i++)
		request_text(q, echoed[i],
		    urlform_get(&q->form, str_of(echoed[i])));
	request_json(q, "actions", TXT("["));
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		put_choice(q, i == 0, actions[i].code, actions[i].label,
		    f->action);
	buf_str(&q->data, TXT("]"));
	request_json(q, "results", TXT("["));
	for (int i = TRAIL_DONE; i <= TRAIL_FAILED; i++)
		put_choice(q, i == 0, i, results[i], f->result);
	buf_str(&q->data, TXT("]"));
	if (f->action >= 0)
		request_number(q, "action_given", f->action);
	if (f->result >= 0) {
		request_open(q, "result_given");
		request_number(q, "code", f->result);
		request_close(q);
	}
	request_flag(q, "wrong", f->wrong);
}

enum err
journal_page(struct request *q)
{
	struct filter f = read_filter(q);
	struct merkle log;
	int64_t least = 0, before = 0;
	struct span span = {0};
	uint64_t asked;

	put_filter(q, &f);
	enum err e = trail_state(q->store, &log);
	before = (int64_t)log.size;
	if (e == ERR_OK && f.from > 0)
		e = first_since(q->store, before, f.from, &least);
	if (e == ERR_OK && f.to < INT64_MAX)
		e = first_since(q->store, before, f.to, &before);
	if (str_number(urlform_get(&q->form, TXT("avant")), INT64_MAX,
		&asked) &&
	    (int64_t)asked < before)
		before = (int64_t)asked;
	if (e == ERR_OK)
		e = put_rows(q, &f, least, before, &span);
	if (e == ERR_OK && span.before > 0) {
		request_open(q, "next");
		request_number(q, "before", span.before);
		request_close(q);
	}
	if (e == ERR_OK)
		e = put_parts(q, span.first, span.last);
	return e;
}

enum err
journal_export(struct request *q)
{
	const struct str name = q->core->milestone.key.name;
	uint64_t from, to;

	if (!str_number(urlform_get(&q->form, TXT("de")), INT64_MAX, &from) ||
	    !str_number(urlform_get(&q->form, TXT("a")), INT64_MAX, &to))
		return ERR_ABSENT;
	q->data.len = 0;
	q->whole = true;
	q->type = TXT("application/octet-stream");
	q->note = (struct trail_entry){.action = AUDIT_trail_exported};
	return ledger_part(q->store, name, from, to, &q->data);
}
