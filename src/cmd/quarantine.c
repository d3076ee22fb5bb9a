/*
 * `fichep quarantine`: what a central was sent and could not take.
 *
 * It is kept as it came. `list` shows what and why; `retry` judges all of it
 * again as things are now; `take` does so for one of which a person has made
 * sure that it is genuine: a box revoked, a place or a reference that another
 * has are no reasons then (core/intake.h). Each is noted in the audit log.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/encode.h"
#include "calendar/wording.h"
#include "cmd/byhand.h"
#include "cmd/cmd.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "store/query.h"

#define NUMBER 8 /* bytes of a hash that name one on the command line */

struct plan {
	bool all;
	uint8_t number[NUMBER];
};

static void
put_number(struct buf *to, const uint8_t number[NUMBER])
{
	encode_hex(to, (struct bytes){number, NUMBER});
}

static const char *
words_of(struct str why)
{
#define MOTIVE(code, name, text)                                               \
	if (str_eq(why, TXT(#name)))                                           \
		return text;
#include "audit/motive.def"
#undef MOTIVE
	return "";
}

static enum err
list(struct aside *a)
{
	struct query q = query_open(&a->store, SQL_QUARANTINE_LIST, NONE);
	int64_t shown = 0, all = 0;

	while (query_next(&q)) {
		buf_str(&a->said, query_text(&q));
		buf_str(&a->said, TXT("  "));
		buf_str(&a->said, query_text(&q));
		buf_str(&a->said, TXT("  "));
		buf_str(&a->said, query_text(&q));
		buf_str(&a->said, TXT(", "));
		wording_utc(&a->said, query_int(&q), wording_year(clock_now()));
		buf_str(&a->said, TXT(" : "));
		buf_str(&a->said, str_of(words_of(query_text(&q))));
		buf_str(&a->said, TXT("\n"));
		shown++;
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = query_number(&a->store, &all, SQL_QUARANTINE_COUNT, NONE);
	if (all == 0)
		buf_str(&a->said, TXT("Rien n’est en quarantaine.\n"));
	if (all > shown) {
		buf_str(&a->said, TXT("... et d’autres, "));
		buf_number(&a->said, all, 1);
		buf_str(&a->said, TXT(" en tout.\n"));
	}
	return e;
}

/* --- judged again --------------------------------------------------------- */

static enum err
find(struct aside *a, const uint8_t number[NUMBER], struct ident *id,
    struct bytes *whole)
{
	struct query q = query_open(&a->store, SQL_QUARANTINE_FIND,
	    BLOB(((struct bytes){number, NUMBER})));
	bool there = query_next(&q);
	enum err kept = ERR_OK;

	if (there) {
		query_copy(&q, id->at, sizeof(id->at));
		*whole = str_bytes(
		    arena_keep(&a->mem, str_from(query_blob(&q)), &kept));
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = there ? kept : ERR_ABSENT;
	return e;
}

static void
tell(struct aside *a, const uint8_t number[NUMBER], enum err e,
    const struct intake_fate *f)
{
	put_number(&a->said, number);
	if (e == ERR_DENIED)
		buf_str(&a->said,
		    TXT(" : son boîtier attend d’être confirmé\n"));
	else if (f->state == RECEIPT_QUARANTINED) {
		buf_str(&a->said, TXT(" : reste en quarantaine, "));
		buf_str(&a->said, str_of(trail_motive((uint16_t)f->why)));
		buf_str(&a->said, TXT("\n"));
	} else
		buf_str(&a->said, TXT(" : pris\n"));
}

/* What it is called here, for whoever filed it may know another reference. */
static enum err
name(struct aside *a, const struct ident *id)
{
	struct query q =
	    query_open(&a->store, SQL_QUARANTINE_NAME, BLOB(BYTES_OF(id->at)));

	if (query_next(&q)) {
		struct str given = query_text(&q), said = query_text(&q);
		buf_str(&a->said, TXT("  référence "));
		buf_str(&a->said, given);
		if (!str_eq(given, said)) {
			buf_str(&a->said,
			    TXT(" ; son auteur connaît celle d’un autre "
				"envoi, "));
			buf_str(&a->said, said);
			buf_str(&a->said, TXT(" : appelez-le"));
		}
		buf_str(&a->said, TXT("\n"));
	}
	return query_end(&q);
}

static enum err
again(struct aside *a, struct intake *in, const uint8_t number[NUMBER])
{
	size_t mark = arena_mark(&a->mem);
	struct intake_fate f = {.state = RECEIPT_QUARANTINED};
	struct ident id;
	struct bytes whole;
	enum err e = find(a, number, &id, &whole);

	if (e != ERR_OK)
		return e;
	struct tx tx = tx_begin(&a->store);
	in->tx = &tx;
	enum err taken = intake_again(in, whole, &f);
	if (taken != ERR_DENIED)
		tx_fail(&tx, taken);
	bool kept = taken != ERR_OK || f.state == RECEIPT_QUARANTINED;
	trail_append(&tx, &a->mem, in->auditor,
	    &(struct trail_entry){.action = AUDIT_quarantine_retaken,
		.motive = kept ? f.why : MOTIVE_none,
		.result = kept ? TRAIL_REFUSED : TRAIL_DONE,
		.clock = TRAIL_CLOCK_MACHINE,
		.at = in->now,
		.object = id});
	e = tx_end(&tx);
	arena_back(&a->mem, mark);
	if (e != ERR_OK)
		return e;
	tell(a, number, taken, &f);
	return kept ? ERR_OK : name(a, &id);
}

static enum err
next(struct aside *a, uint8_t number[NUMBER], bool *more)
{
	struct query q = query_open(&a->store, SQL_QUARANTINE_NEXT,
	    BLOB(((struct bytes){number, NUMBER})));

	*more = query_next(&q);
	if (*more)
		query_copy(&q, number, NUMBER);
	return query_end(&q);
}

static enum err
take(struct aside *a)
{
	const struct plan *p = a->of;
	uint8_t number[NUMBER] = {0};
	struct intake in;
	bool more = true;

	enum err e = byhand_intake(a, &in);
	if (e != ERR_OK)
		return e;
	in.accept = !p->all;
	if (!p->all)
		return again(a, &in, p->number);
	while (e == ERR_OK && (e = next(a, number, &more)) == ERR_OK && more) {
		/* What does not fit is not told, and is done all the same. */
		size_t len = a->said.len;
		e = again(a, &in, number);
		if (a->said.err != ERR_OK) {
			a->said.len = len;
			a->said.err = ERR_OK;
		}
	}
	if (e == ERR_OK && a->said.len == 0)
		buf_str(&a->said, TXT("Rien n’est en quarantaine.\n"));
	return e;
}

static int
run(const char *dir, aside_work *work, struct plan *p)
{
	static struct deploy d;
	static uint8_t room[ASIDE_SAID_MOST];
	struct buf said = buf_over(room, sizeof(room));

	secret_start();
	enum err e = deploy_open(dir, &d);
	if (e == ERR_OK)
		e = aside_run(&d, true, work, p, &said);
	/* What was taken before it failed is taken, and its author to be
	 * called. */
	fwrite(said.at, 1, said.len, stdout);
	if (e == ERR_ABSENT)
		deploy_say("rien n’est en quarantaine sous ce numéro.");
	else if (e != ERR_OK)
		deploy_say("la quarantaine n’a pas pu être regardée jusqu’au "
			   "bout ; ce qui n’a pas été pris y reste.");
	return e == ERR_OK ? 0 : CMD_FAILED;
}

int
quarantine_main(int argc, char **argv)
{
	struct plan p = {.all = true};
	struct str word = argc > 1 ? str_of(argv[1]) : TXT("");
	bool one = str_eq(word, TXT("take"));
	struct buf number = buf_over(p.number, sizeof(p.number));

	if (argc != (one ? 5 : 4) ||
	    !str_eq(str_of(argv[argc - 2]), TXT("--dir")) ||
	    (!one && !str_eq(word, TXT("list")) && !str_eq(word, TXT("retry"))))
		return cmd_usage("quarantine");
	if (one) {
		p.all = false;
		if (encode_unhex(str_of(argv[2]), &number) != ERR_OK ||
		    number.len != NUMBER)
			return cmd_usage("quarantine");
	}
	return run(argv[argc - 1], str_eq(word, TXT("list")) ? list : take, &p);
}
