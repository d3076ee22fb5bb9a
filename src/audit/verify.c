#include "audit/verify.h"

#include "audit/ledger.h"
#include "crypto/checkpoint.h"

/* A verification under way: the tree so far, and what is compared with it. */
struct check {
	const struct verify_trust *trust;
	struct verify_report *report;
	struct merkle tree;
	struct checkpoint witness; /* size 0: none */
	bool begun; /* the state before the first is vouched for */
};

/* A note of the trusted key about the log of that name. */
static bool
genuine(const struct verify_trust *t, struct str note, struct checkpoint *c)
{
	struct str text;

	return note_open(note, &t->key, &text) == ERR_OK &&
	    checkpoint_read(text, c) == ERR_OK &&
	    str_eq(c->origin, t->key.name);
}

static enum verify_verdict
compare_witness(const struct check *c)
{
	if (c->witness.size != c->tree.size || c->witness.size == 0)
		return VERIFY_INTACT;
	return merkle_eq(c->witness.root, merkle_root(&c->tree))
	    ? VERIFY_INTACT
	    : VERIFY_CONTRADICTED;
}

static enum verify_verdict
check_begin(struct check *c, const struct ledger *l)
{
	if (!str_eq(l->origin, c->trust->key.name))
		return VERIFY_OTHER_LOG;
	if (c->trust->witness.len > 0 &&
	    (!genuine(c->trust, c->trust->witness, &c->witness) ||
		c->witness.size == 0))
		return VERIFY_WITNESS;
	c->tree = l->before;
	c->begun = l->before.size == 0;
	c->report->first = c->report->size = l->before.size;
	if (c->witness.size > 0 && c->witness.size < l->before.size)
		return VERIFY_TOO_OLD;
	return compare_witness(c);
}

static enum verify_verdict
check_entry(struct check *c, const struct ledger_record *r)
{
	struct trail_public p;

	if (!c->begun)
		return VERIFY_NOT_SIGNED; /* nothing vouches for the start */
	if (trail_read(r->public.at, &p) != ERR_OK)
		return VERIFY_MANGLED;
	if (p.seq != c->tree.size || p.sealed != (r->sealed.len > 0))
		return VERIFY_ENTRY;
	(void)merkle_add(&c->tree, trail_leaf(r->public.at, r->sealed), NULL);
	c->report->size = c->tree.size;
	c->report->sealed += p.sealed;
	if (p.entry.at > 0) {
		if (c->report->from == 0)
			c->report->from = p.entry.at;
		c->report->to = p.entry.at;
	}
	return compare_witness(c);
}

static enum verify_verdict
check_checkpoint(struct check *c, struct str note)
{
	struct checkpoint now;

	if (!genuine(c->trust, note, &now))
		return VERIFY_NOT_SIGNED;
	if (now.size != c->tree.size ||
	    !merkle_eq(now.root, merkle_root(&c->tree)))
		return VERIFY_ALTERED;
	c->begun = true;
	c->report->checkpoints++;
	c->report->covered = now.size;
	c->report->last_len = note.len <= VERIFY_NOTE_MOST ? note.len : 0;
	memcpy(c->report->last, note.at, c->report->last_len);
	return VERIFY_INTACT;
}

static enum verify_verdict
check_end(const struct check *c, uint64_t size)
{
	if (size != c->tree.size)
		return VERIFY_ENTRY;
	if (c->witness.size > size)
		return VERIFY_CUT;
	if (c->report->covered != size || c->report->checkpoints == 0)
		return VERIFY_BARE; /* an empty log is signed by nothing */
	return VERIFY_INTACT;
}

static enum verify_verdict
check_all(struct check *c, struct ledger *l, FILE *from)
{
	enum verify_verdict v;

	if (ledger_open(from, l) != ERR_OK)
		return VERIFY_MANGLED;
	v = check_begin(c, l);
	while (v == VERIFY_INTACT) {
		struct ledger_record r = {0};

		if (ledger_next(l, &r) != ERR_OK)
			return VERIFY_MANGLED;
		switch (r.kind) {
		case LEDGER_ENTRY:
			v = check_entry(c, &r);
			break;
		case LEDGER_CHECKPOINT:
			v = check_checkpoint(c, r.note);
			break;
		case LEDGER_END:
			return check_end(c, r.size);
		}
	}
	return v;
}

enum err
verify_ledger(FILE *from, const struct verify_trust *trust,
    struct verify_report *report)
{
	static struct ledger ledger; /* 64 KiB: too much for a small stack */
	struct check c = {.trust = trust, .report = report};

	*report = (struct verify_report){0};
	report->verdict = check_all(&c, &ledger, from);
	return report->verdict == VERIFY_INTACT ? ERR_OK : ERR_FORGED;
}

const char *
verify_text(enum verify_verdict v)
{
	static const char *const text[] = {
#define VERDICT(name, text) text,
#include "audit/verdict.def"
#undef VERDICT
	};

	return text[v];
}
