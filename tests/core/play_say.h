/*
 * play_say - statements of a scenario: the world it takes place in, what people
 * and boxes do, what they see.
 */
#ifndef PLAY_SAY_H
#define PLAY_SAY_H

#include "play_see.h"

/* --- the world -------------------------------------------------------------
 */

static void
say_convention(void)
{
	play_convention(play.word[1], &pack_embedded);
}

/* Under it, `directory.json some text = another`: put in place of. */
static void
say_spot(void)
{
	static const struct pack_source from = {play_spot_file, NULL};

	snprintf(play_spot.name, sizeof(play_spot.name), "%s", play.word[1]);
	snprintf(play_spot.from, sizeof(play_spot.from), "%s", play.word[3]);
	for (size_t i = 0; i < play.fields; i++) {
		char *old = strchr(play.field[i].name, ' ');
		PLAY_NEED(old && i < 40, "FILE some text = another");
		*old++ = 0;
		snprintf(play_spot.change[i].file,
		    sizeof(play_spot.change[i].file), "%s", play.field[i].name);
		play_spot.change[i].old = play_keep(old, strlen(old));
		play_spot.change[i].fresh = play.field[i].value;
	}
	play_spot.changes = play.fields;
	play_convention(play_spot.name, &from);
	for (size_t i = 0; i < play_spot.changes; i++)
		PLAY_NEED(play_spot.change[i].used, "%s does not say %s",
		    play_spot.change[i].file, play_spot.change[i].old);
}

static void
say_at(void)
{
	play_move(play_instant(play.word[1], play.word[2]));
}

static void
say_wait(void)
{
	int64_t n = play_count(play.word[1]);
	const char *unit = play.word[2];
	struct paris_time t = paris_of(rig.now);

	if (play_is(unit, "min"))
		play_move(rig.now + n * CLOCK_MINUTE);
	else if (play_is(unit, "h"))
		play_move(rig.now + n * CLOCK_HOUR);
	else if (play_is(unit, "days"))
		play_move(paris_utc(t.day + (day)n, t.hour, false));
	else if (play_is(unit, "months"))
		play_move(paris_utc(day_months(t.day, (int)n), t.hour, false));
	else
		PLAY_FAIL("%s is none of min, h, days, months", unit);
}

static void
say_let(void)
{
	PLAY_NEED(play.words == 4, "let NAME = one text");
	play_let(play.word[1], play.word[3]);
}

static void
say_box(void)
{
	play_box_add(play.word[1], play.word[2], play.word[3], play.word[4]);
}

static void
say_person(void)
{
	play_person_add(play.word[1], play.word[2], play.word[3]);
}

static void
say_usual(void)
{
	for (size_t i = 0; i < play.fields; i++) {
		struct play_field *u = &play.usual[play.usuals++];
		PLAY_NEED(play.usuals < PLAY_FIELDS, "too many answers");
		*u = play.field[i];
		snprintf(u->form, sizeof(u->form), "%s", play.word[1]);
	}
}

/* A way of the directory, for this scenario. */
static void
say_delivers(void)
{
	struct directory *d = &rig.core.pack.directory;

	for (size_t i = 0; i < d->count; i++) {
		if (!str_eq(d->services[i].id, str_of(play.word[0])))
			continue;
		d->services[i].delivery = str_of(play.word[2]);
		if (play.words > 4)
			d->services[i].mailbox = str_of(play.word[4]);
		return;
	}
	PLAY_FAIL("%s is no service", play.word[0]);
}

/* --- what is done ----------------------------------------------------------
 */

static void
say_files(void)
{
	bool about = play.words == 7;

	play_file(play_box(play.word[0]), play.word[2],
	    about ? play_act(play.word[4])->reference : "",
	    play.word[about ? 6 : 4]);
}

static void
say_opens(void)
{
	struct play_person *p = play_person(play.word[0]);
	const char *reference = play_act(play.word[2])->reference;

	PLAY_NEED(play_open(p, reference) == 200, "%s cannot open %s: %u",
	    p->login, reference, play.status);
}

/* By hand, for a reason, and after it was said once more. */
static void
say_sets_aside(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct play_act *a = play_act(play.word[5]);
	struct buf body = buf_new(&play.mem, 4096);
	char id[24];

	PLAY_NEED(play_page_of(p, "/dossier", a->reference) == 200,
	    "%s is not shown the dossier: %u", p->login, play.status);
	snprintf(id, sizeof(id), "%" PRId64,
	    play_limit(a->name, play.word[3], "id"));
	play_encode(&body, "ref", a->reference);
	play_encode(&body, "delai", id);
	play_encode(&body, "faire", "ecarter");
	play_encode(&body, "raison", play.word[6]);
	play_encode(&body, "go", "send");
	buf_u8(&body, 0);
	OK(buf_err(&body));
	play_post(p, "/dossier/delai", (const char *)body.at);
	PLAY_NEED(play.status == 303, "%s cannot: %u", p->login, play.status);
}

/* A task that no act ends, said to be done on the dossier's page. */
static void
say_does(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct play_act *a = play_act(play.word[4]);
	struct buf body = buf_new(&play.mem, 4096);
	char id[24];

	PLAY_NEED(play_page_of(p, "/dossier", a->reference) == 200,
	    "%s is not shown the dossier: %u", p->login, play.status);
	snprintf(id, sizeof(id), "%" PRId64,
	    play_number("SELECT max(id) FROM task WHERE dossier = ?1"
			" AND rule = ?2",
		-1, INT(play_dossier(a->name)), TEXT(str_of(play.word[3]))));
	play_encode(&body, "ref", a->reference);
	play_encode(&body, "tache", id);
	buf_u8(&body, 0);
	OK(buf_err(&body));
	play_post(p, "/dossier/tache", (const char *)body.at);
	PLAY_NEED(play.status == 303, "%s cannot: %u", p->login, play.status);
}

/* The letter of an act, otherwise than by its own way, now. */
static void
say_hands(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct play_act *a = play_act(play.word[2]);
	struct buf body = buf_new(&play.mem, 4096);
	char id[24];

	PLAY_NEED(play_page_of(p, "/courrier/lettre", a->reference) == 200,
	    "%s is not shown its letters: %u", p->login, play.status);
	snprintf(id, sizeof(id), "%" PRId64,
	    play_delivery(play.word[2], play.word[3], play.word[5], "id"));
	play_encode(&body, "ref", a->reference);
	play_encode(&body, "id", id);
	play_encode(&body, "moyen", play.word[7]);
	play_encode(&body, "fonction", "greffe");
	play_encode(&body, "go", "send");
	buf_u8(&body, 0);
	OK(buf_err(&body));
	play_post(p, "/courrier/lettre/remise", (const char *)body.at);
	PLAY_NEED(play.status == 303, "%s cannot: %u %s", p->login, play.status,
	    play_page_text());
}

static void
say_acknowledges(void)
{
	play_acknowledge(play_person(play.word[0]), play_act(play.word[2]));
}

static void
look(size_t from, bool shown)
{
	PLAY_NEED(play.words > from, "which words?");
	for (size_t i = from; i < play.words; i++)
		if (shown)
			play_shows(play.word[i]);
		else
			play_hides(play.word[i]);
}

/* --- acts written at the central -------------------------------------------
 */

/* Filled in, read again, confirmed; or PLAY_FAIL. `act`: "" opens a dossier. */
static void
records(const char *form_id, const char *act, const char *as)
{
	struct play_person *p = play_person(play.word[0]);
	const struct form *form = pack_form(&rig.core.pack, str_of(form_id), 0);

	PLAY_NEED(form, "there is no form %s", form_id);
	int64_t last = play_number("SELECT max(id) FROM act", 0, NONE);
	PLAY_NEED(play_write(p, form, *act ? play_act(act)->reference : ""),
	    "%s cannot write %s: %u %s\n%.4000s", p->login, form_id,
	    play.status, rig.location, play_page_text());
	PLAY_NEED(play_confirm(p), "%s cannot record %s: %u %s\n%.4000s",
	    p->login, form_id, play.status, rig.location, play_page_text());
	int64_t id = play_number("SELECT max(id) FROM act", 0, NONE);
	PLAY_NEED(id > last, "nothing was recorded");
	struct query q = query_open(&rig.core.read,
	    "SELECT reference FROM act WHERE id = ?", INT(id));
	TRUE(query_next(&q));
	struct str reference = query_text(&q);
	play_call_it(as, play_keep(reference.at, reference.len), id);
	OK(query_end(&q));
}

static void
say_records(void)
{
	records(play.word[2], play.word[4],
	    play.words > 6 ? play.word[6] : "-");
}

static void
say_records_new(void)
{
	records(play.word[2], "", play.word[4]);
}

/* It is refused, in words, and what was written stays. */
static void
say_cannot_record(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct form *form =
	    pack_form(&rig.core.pack, str_of(play.word[3]), 0);
	int64_t last = play_number("SELECT count(*) FROM act", 0, NONE);

	PLAY_NEED(form, "there is no form %s", play.word[3]);
	if (play_write(p, form, play_act(play.word[5])->reference))
		PLAY_NEED(!play_confirm(p), "%s recorded it", p->login);
	PLAY_NEED(play_number("SELECT count(*) FROM act", 0, NONE) == last,
	    "something was recorded");
	look(6, true);
}

/* « Actes possibles », on the page of the dossier. */
static bool
offered(void)
{
	char link[160];
	struct play_person *p = play_person(play.word[0]);
	bool not = play_is(play.word[2], "not");
	const struct play_act *a = play_act(play.word[5 + not ]);

	PLAY_NEED(play_page_of(p, "/dossier", a->reference) == 200,
	    "%s is not shown the dossier: %u", p->login, play.status);
	snprintf(link, sizeof(link), "forme=%s\"", play.word[3 + not ]);
	const char *offers = strstr(rig.page, "<ul class=\"offers\">");
	return offers && strstr(offers, link) != NULL;
}

static void
say_may(void)
{
	PLAY_NEED(offered(), "%s is not offered it", play.word[0]);
}

static void
say_may_not(void)
{
	PLAY_NEED(!offered(), "%s is offered it", play.word[0]);
}

/* While the last act was read again: « À savoir. … » */
static void
say_dossier_sees(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct play_act *a = play_act(play.word[3]);

	PLAY_NEED(play_page_of(p, "/dossier", a->reference) == 200,
	    "%s is not shown the dossier: %u", p->login, play.status);
	if (play_is(play.word[4], "sees"))
		look(5, true);
	else
		look(7, false);
}

static void
say_no_dossier(void)
{
	struct play_person *p = play_person(play.word[0]);

	PLAY_NEED(play_page_of(p, "/dossier",
		      play_act(play.word[4])->reference) == 404,
	    "%s is shown the dossier: %u", p->login, play.status);
}

/* The page that shows it again, before it is confirmed; it is left there. */
static void
say_rereads(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct form *form =
	    pack_form(&rig.core.pack, str_of(play.word[2]), 0);

	PLAY_NEED(form &&
		play_write(p, form, play_act(play.word[4])->reference),
	    "%s cannot write it: %u\n%.4000s", p->login, play.status,
	    play_page_text());
	look(6, true);
}

/* --- what is seen ----------------------------------------------------------
 */

static void
visit(const char *where)
{
	char path[160], *query;

	snprintf(path, sizeof(path), "%s", where);
	query = strchr(path, '?');
	if (query)
		*query++ = 0;
	PLAY_NEED(play_get(play_person(play.word[0]), path,
		      query ? query : "") == 200,
	    "%s is not shown %s: %u %s", play.word[0], where, play.status,
	    rig.location);
}

static void
say_at_sees(void)
{
	visit(play.word[2]);
	look(4, true);
}

static void
say_at_hides(void)
{
	visit(play.word[2]);
	look(6, false);
}

static void
say_reads_sees(void)
{
	say_opens();
	look(5, true);
}

static void
say_reads_hides(void)
{
	say_opens();
	look(7, false);
}

static void
say_sees(void)
{
	look(2, true);
}

static void
say_hides(void)
{
	look(4, false);
}

static void
say_cannot_read(void)
{
	struct play_person *p = play_person(play.word[0]);
	const struct play_act *a = play_act(play.word[3]);

	PLAY_NEED(play_page_of(p, "/fiche", a->reference) >= 400,
	    "%s is shown %s: %u", p->login, a->reference, play.status);
	play_page_of(p, "/fiche/lecture", a->reference);
	PLAY_NEED(play.status >= 400 && !strstr(rig.page, a->reference),
	    "%s reads %s: %u", p->login, a->reference, play.status);
}

/* By them and by nobody else: no page of it, nothing of it on a desk. */
static void
say_read_by(void)
{
	const struct play_act *a = play_act(play.word[0]);

	for (size_t i = 0; i < play.persons; i++) {
		struct play_person *p = &play.person[i];
		bool may = false;
		for (size_t n = 4; n < play.words; n++)
			may = may ||
			    play_is(play_person(play.word[n])->login, p->login);
		uint32_t status = play_page_of(p, "/fiche", a->reference);
		PLAY_NEED(may ? status == 200 : status >= 400,
		    "%s is answered %u about %s", p->login, status,
		    a->reference);
		if (may)
			continue;
		PLAY_NEED(play_page_of(p, "/fiche/lecture", a->reference) >=
			400,
		    "%s reads %s: %u", p->login, a->reference, play.status);
		if (play_page_of(p, "/dossier", a->reference) < 400)
			continue; /* another act of it is theirs */
		PLAY_NEED(play_get(p, "/fiches", "") == 200 &&
			!strstr(rig.page, a->reference),
		    "the desk of %s shows %s: %u", p->login, a->reference,
		    play.status);
	}
}

#endif
