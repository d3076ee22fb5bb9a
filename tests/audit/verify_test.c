#define SUITE audit_verify
#include "../test.h"

#include "log.h"

#include "audit/verify.h"
#include "crypto/checkpoint.h"

#define ENTRIES 20

static struct arena mem;

/* --- a ledger taken apart, and put together again ------------------------- */

#define PARTS_MOST 80

struct parts {
	struct bytes head;
	size_t n;
	struct bytes at[PARTS_MOST]; /* records, the end included */
};

static size_t
short_at(struct bytes b, size_t at)
{
	return (size_t)b.at[at] << 8 | b.at[at + 1];
}

static struct parts
apart(struct bytes whole)
{
	struct parts p = {0};
	size_t at = 7u + whole.at[6];

	at += 2 + short_at(whole, at);
	p.head = (struct bytes){whole.at, at};
	while (at < whole.len) {
		size_t len = whole.at[at] == 'E'
		    ? 1 + TRAIL_PUBLIC + 2 + short_at(whole, at + 73)
		    : whole.at[at] == 'C' ? 3 + short_at(whole, at + 1)
					  : 9;
		TRUE(p.n < PARTS_MOST);
		p.at[p.n++] = (struct bytes){whole.at + at, len};
		at += len;
	}
	EQ(at, whole.len);
	return p;
}

static struct bytes
together(const struct parts *p)
{
	struct buf b = buf_new(&mem, 32768);

	buf_bytes(&b, p->head);
	for (size_t i = 0; i < p->n; i++)
		buf_bytes(&b, p->at[i]);
	OK(buf_err(&b));
	return buf_done(&b);
}

static struct bytes
copy(struct bytes b)
{
	uint8_t *at = arena_take(&mem, b.len);

	memcpy(at, b.at, b.len);
	return (struct bytes){at, b.len};
}

static void
part_remove(struct parts *p, size_t i)
{
	memmove(p->at + i, p->at + i + 1,
	    (p->n - i - 1) * sizeof(struct bytes));
	p->n--;
}

static void
part_insert(struct parts *p, size_t i, struct bytes b)
{
	TRUE(p->n < PARTS_MOST);
	memmove(p->at + i + 1, p->at + i, (p->n - i) * sizeof(struct bytes));
	p->at[i] = b;
	p->n++;
}

/* The place of the k-th record of a kind. */
static size_t
part_of(const struct parts *p, char kind, size_t k)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i].at[0] == kind && k-- == 0)
			return i;
	TRUE(false);
	return 0;
}

/* A forger who knows the format: numbers follow, and the end agrees. */
static void
renumber(struct parts *p)
{
	uint64_t seq = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct bytes b = copy(p->at[i]);
		uint8_t number[8];
		struct buf n = buf_over(number, sizeof(number));

		buf_u64(&n, seq);
		OK(buf_err(&n));
		if (b.at[0] == 'E')
			memcpy((uint8_t *)(uintptr_t)b.at + 1 + 8, number, 8);
		if (b.at[0] == 'Z')
			memcpy((uint8_t *)(uintptr_t)b.at + 1, number, 8);
		seq += b.at[0] == 'E';
		p->at[i] = b;
	}
}

/* --- the honest log ------------------------------------------------------- */

static struct log honest;

/* 20 entries, checkpoints after 5, 12 and 20. */
static struct bytes
a_ledger(void)
{
	mem = test_arena();
	log_open(&honest, &mem, 1);
	log_add(&honest, 5);
	OK(log_stamp(&honest));
	log_add(&honest, 7);
	OK(log_stamp(&honest));
	log_add(&honest, 8);
	OK(log_stamp(&honest));
	return log_export(&honest);
}

static struct verify_report report;

static int
verdict_with(struct bytes ledger, const struct verify_trust *trust)
{
	/* glibc reads nothing from an empty buffer, but will not open it. */
	FILE *from = ledger.len > 0
	    ? fmemopen((void *)(uintptr_t)ledger.at, ledger.len, "r")
	    : fopen("/dev/null", "r");

	TRUE(from != NULL);
	enum err e = verify_ledger(from, trust, &report);
	fclose(from);
	EQ(e, report.verdict == VERIFY_INTACT ? ERR_OK : ERR_FORGED);
	return (int)report.verdict;
}

static int
verdict(struct bytes ledger)
{
	return verdict_with(ledger,
	    &(struct verify_trust){.key = honest.by.key});
}

static int
verdict_witness(struct bytes ledger, struct str note)
{
	return verdict_with(ledger,
	    &(struct verify_trust){honest.by.key, note});
}

/* The note of the k-th checkpoint. */
static struct str
note_of(const struct parts *p, size_t k)
{
	struct bytes b = p->at[part_of(p, 'C', k)];

	return (struct str){(const char *)b.at + 3, b.len - 3};
}

TEST(an_honest_ledger_is_intact)
{
	struct bytes ledger = a_ledger();

	EQ(verdict(ledger), VERIFY_INTACT);
	EQ(report.first, 0);
	EQ(report.size, ENTRIES);
	EQ(report.covered, ENTRIES);
	EQ(report.checkpoints, 3);
	EQ(report.sealed, 7); /* 0, 3, 6 ... 18 */
	EQ(report.from, LOG_NOW);
	EQ(report.to, LOG_NOW + (ENTRIES - 1) * 1000);
	struct parts p = apart(ledger);
	SAME(((struct bytes){report.last, report.last_len}),
	    str_bytes(note_of(&p, 2)));
	for (size_t k = 0; k < 3; k++)
		EQ(verdict_witness(ledger, note_of(&p, k)), VERIFY_INTACT);
	house_close(&honest.s);
}

TEST(entries_no_checkpoint_covers_are_signed_by_the_export)
{
	a_ledger();
	log_add(&honest, 2);
	EQ(verdict(log_export(&honest)), VERIFY_INTACT);
	EQ(report.size, ENTRIES + 2);
	EQ(report.checkpoints, 4);
	house_close(&honest.s);
}

TEST(a_connection_that_can_only_read_exports_the_same)
{
	struct bytes ledger = a_ledger();
	struct store r, writes = honest.s;

	OK(store_open_read(house_db, house_key, &r));
	honest.s = r;
	SAME(log_export(&honest), ledger);
	store_close(&honest.s);
	honest.s = writes;
	house_close(&honest.s);
}

/* --- delete, insert, reorder ---------------------------------------------- */

TEST(an_entry_deleted_is_seen)
{
	struct bytes ledger = a_ledger();

	for (size_t i = 0; i < ENTRIES; i++) {
		struct parts p = apart(ledger);

		part_remove(&p, part_of(&p, 'E', i));
		TRUE(verdict(together(&p)) != VERIFY_INTACT);
		renumber(&p);
		EQ(verdict(together(&p)), VERIFY_ALTERED);
	}
	house_close(&honest.s);
}

TEST(an_entry_inserted_is_seen)
{
	struct bytes ledger = a_ledger();

	for (size_t i = 0; i < ENTRIES; i++) {
		struct parts p = apart(ledger);

		part_insert(&p, part_of(&p, 'E', i),
		    p.at[part_of(&p, 'E', (i * 7) % ENTRIES)]);
		TRUE(verdict(together(&p)) != VERIFY_INTACT);
		renumber(&p);
		EQ(verdict(together(&p)), VERIFY_ALTERED);
	}
	house_close(&honest.s);
}

TEST(two_entries_exchanged_are_seen)
{
	struct bytes ledger = a_ledger();

	for (size_t i = 0; i + 1 < ENTRIES; i++) {
		struct parts p = apart(ledger);
		size_t a = part_of(&p, 'E', i), b = part_of(&p, 'E', i + 1);
		struct bytes first = p.at[a];

		p.at[a] = p.at[b];
		p.at[b] = first;
		EQ(verdict(together(&p)), VERIFY_ENTRY);
		renumber(&p);
		EQ(verdict(together(&p)), VERIFY_ALTERED);
	}
	house_close(&honest.s);
}

/* --- truncate, truncate and continue -------------------------------------- */

TEST(a_file_cut_short_anywhere_is_seen)
{
	struct bytes ledger = a_ledger();

	for (size_t len = 0; len < ledger.len; len += 5)
		EQ(verdict((struct bytes){ledger.at, len}), VERIFY_MANGLED);
	house_close(&honest.s);
}

/* The first `n` entries, their checkpoints, and an end that agrees. */
static struct parts
cut(struct bytes ledger, size_t n)
{
	struct parts p = apart(ledger);

	while (p.n > 1 && part_of(&p, 'Z', 0) > 0) {
		size_t entries = 0;

		for (size_t i = 0; i < p.n; i++)
			entries += p.at[i].at[0] == 'E';
		if (entries <= n)
			break;
		part_remove(&p, p.n - 2);
	}
	renumber(&p);
	return p;
}

TEST(a_log_cut_between_checkpoints_ends_in_entries_nothing_covers)
{
	struct bytes ledger = a_ledger();

	for (size_t n = 0; n < ENTRIES; n++) {
		struct parts p = cut(ledger, n);
		bool older = n == 5 || n == 12;

		/* Back to a moment that was signed: the whole truth then. */
		EQ(verdict(together(&p)), older ? VERIFY_INTACT : VERIFY_BARE);
		/* Who kept a later checkpoint knows better. */
		struct parts whole = apart(ledger);
		EQ(verdict_witness(together(&p), note_of(&whole, 2)),
		    VERIFY_CUT);
	}
	house_close(&honest.s);
}

TEST(a_log_cut_then_continued_without_the_key_is_seen)
{
	struct bytes ledger = a_ledger();
	struct parts whole = apart(ledger);
	struct parts p = cut(ledger, 12);

	/* Entries of the forger's own, up to the size the witness knows. */
	for (size_t i = 12; i < ENTRIES; i++)
		part_insert(&p, p.n - 1, whole.at[part_of(&whole, 'E', 0)]);
	renumber(&p);
	EQ(verdict(together(&p)), VERIFY_BARE);
	EQ(verdict_witness(together(&p), note_of(&whole, 2)),
	    VERIFY_CONTRADICTED);
	/* With the checkpoint that was there put back. */
	part_insert(&p, p.n - 1, whole.at[part_of(&whole, 'C', 2)]);
	EQ(verdict(together(&p)), VERIFY_ALTERED);
	house_close(&honest.s);
}

TEST(a_log_cut_then_continued_by_the_service_contradicts_the_witness)
{
	/* An older copy of the database is put back, and the service, which
	 * cannot know, goes on and signs. */
	struct bytes ledger = a_ledger();
	struct parts whole = apart(ledger);

	store_close(&honest.s);
	house_unmake();
	log_open(&honest, &mem, 1);
	log_add(&honest, 5);
	OK(log_stamp(&honest));
	for (int n = 5; n < ENTRIES + 4; n++) {
		log_add(&honest, 1);
		OK(log_stamp(&honest));
		struct bytes other = log_export(&honest);
		EQ(verdict(other), VERIFY_INTACT);
		EQ(verdict_witness(other, note_of(&whole, 2)),
		    n + 1 < ENTRIES ? VERIFY_CUT : VERIFY_CONTRADICTED);
	}
	house_close(&honest.s);
}

/* --- rewrite, substitute -------------------------------------------------- */

TEST(a_byte_changed_anywhere_is_seen)
{
	struct bytes ledger = a_ledger();
	uint8_t *at = (uint8_t *)(uintptr_t)ledger.at;

	/* All of the head and of three entries; then a prime apart. */
	for (size_t i = 0; i < ledger.len; i += i < 400 ? 1 : 7) {
		snprintf(test_where, sizeof(test_where), " (byte %zu)", i);
		at[i] ^= 0x20;
		TRUE(verdict(ledger) != VERIFY_INTACT);
		at[i] ^= 0x20;
	}
	test_where[0] = 0;
	EQ(verdict(ledger), VERIFY_INTACT);
	house_close(&honest.s);
}

/* Entry `i` with another sealed part, its public part saying what it must. */
static struct bytes
resealed(struct bytes entry, struct bytes sealed)
{
	struct buf b = buf_new(&mem, entry.len + sealed.len);

	buf_bytes(&b, (struct bytes){entry.at, 1 + TRAIL_PUBLIC});
	buf_u16(&b, (uint16_t)sealed.len);
	buf_bytes(&b, sealed);
	OK(buf_err(&b));
	b.at[2] = sealed.len > 0;
	return buf_done(&b);
}

TEST(a_sealed_part_replaced_or_removed_is_seen)
{
	struct bytes ledger = a_ledger();

	for (size_t i = 0; i < ENTRIES; i++) {
		struct parts p = apart(ledger);
		size_t at = part_of(&p, 'E', i);
		bool had = p.at[at].at[2] == 1;
		struct buf box = buf_new(&mem, 256);

		/* The auditor's key is public: anybody can seal to it. */
		OK(hpke_seal(honest.auditor, str_bytes(TXT("fichep/v1/audit")),
		    (struct bytes){p.at[at].at + 1, TRAIL_PUBLIC},
		    str_bytes(TXT("autre chose")), &box));
		p.at[at] = resealed(p.at[at], buf_done(&box));
		EQ(verdict(together(&p)), VERIFY_ALTERED);
		p.at[at] = resealed(p.at[at], (struct bytes){0});
		EQ(verdict(together(&p)), had ? VERIFY_ALTERED : VERIFY_INTACT);
	}
	house_close(&honest.s);
}

TEST(a_log_without_signatures_is_refused)
{
	struct bytes ledger = a_ledger();
	struct parts p = apart(ledger);

	for (size_t k = 0; k < 3; k++)
		part_remove(&p, part_of(&p, 'C', 0));
	EQ(verdict(together(&p)), VERIFY_BARE);
	EQ(report.covered, 0);
	house_close(&honest.s);
}

TEST(a_log_made_anew_by_who_has_not_the_key_is_refused)
{
	struct bytes ledger = a_ledger();
	struct note_key trusted = honest.by.key;
	char name[VKEY_NAME];

	memcpy(name, trusted.name.at, sizeof(name));
	trusted.name.at = name;
	store_close(&honest.s);
	house_unmake();
	(void)ledger;

	struct log forger;
	log_open(&forger, &mem, 66);
	log_add(&forger, ENTRIES);
	struct verify_trust trust = {.key = trusted};
	EQ(verdict_with(log_export(&forger), &trust), VERIFY_OTHER_LOG);
	/* Under the name of the honest one. */
	forger.by.key.name = trusted.name;
	EQ(verdict_with(log_export(&forger), &trust), VERIFY_NOT_SIGNED);
	house_close(&forger.s);
}

TEST(with_another_key_nothing_is_believed)
{
	struct bytes ledger = a_ledger();
	struct log other;

	log_key(&other, 2);
	struct verify_trust trust = {.key = other.by.key};
	EQ(verdict_with(ledger, &trust), VERIFY_OTHER_LOG);
	trust.key.name = honest.by.key.name;
	EQ(verdict_with(ledger, &trust), VERIFY_NOT_SIGNED);
	house_close(&honest.s);
}

TEST(a_witness_must_be_a_checkpoint_of_this_log)
{
	struct bytes ledger = a_ledger();
	struct parts p = apart(ledger);
	struct str note = note_of(&p, 1);
	uint8_t room[STAMP_MOST];
	struct buf b = buf_over(room, sizeof(room));

	EQ(verdict_witness(ledger, TXT("x")), VERIFY_WITNESS);
	buf_str(&b, note);
	OK(buf_err(&b));
	room[VKEY_NAME + 1] ^= 1; /* its size */
	EQ(verdict_witness(ledger, buf_text(&b)), VERIFY_WITNESS);
	house_close(&honest.s);
}

/* --- a log whose beginning was removed by retention ----------------------- */

/* From entry 12 on, with the state of that moment; the forger's if `other`. */
static struct parts
pruned(struct bytes ledger, bool other)
{
	struct parts p = apart(ledger);
	struct merkle m = {0};
	struct buf head = buf_new(&mem, 4096), state = buf_new(&mem, 4096);

	for (size_t i = 0; i < 12; i++) {
		struct bytes e = p.at[part_of(&p, 'E', i)];
		(void)merkle_add(&m,
		    trail_leaf(e.at + 1, (struct bytes){e.at + 75, e.len - 75}),
		    NULL);
	}
	m.peak[0].at[0] ^= other;
	const uint8_t *first = p.at[part_of(&p, 'C', 1)].at;
	while (p.at[0].at != first)
		part_remove(&p, 0);
	merkle_put(&state, &m);
	buf_bytes(&head, (struct bytes){p.head.at, 7u + p.head.at[6]});
	buf_u16(&head, (uint16_t)state.len);
	buf_bytes(&head, buf_done(&state));
	OK(buf_err(&head));
	OK(buf_err(&state));
	p.head = buf_done(&head);
	return p;
}

TEST(a_log_that_begins_later_is_vouched_for_by_its_first_checkpoint)
{
	struct bytes ledger = a_ledger();
	struct parts whole = apart(ledger), p = pruned(ledger, false);

	EQ(verdict(together(&p)), VERIFY_INTACT);
	EQ(report.first, 12);
	EQ(report.size, ENTRIES);
	EQ(verdict_witness(together(&p), note_of(&whole, 1)), VERIFY_INTACT);
	EQ(verdict_witness(together(&p), note_of(&whole, 2)), VERIFY_INTACT);
	EQ(verdict_witness(together(&p), note_of(&whole, 0)), VERIFY_TOO_OLD);
	part_remove(&p, 0);
	EQ(verdict(together(&p)), VERIFY_NOT_SIGNED);
	p = pruned(ledger, true);
	EQ(verdict(together(&p)), VERIFY_ALTERED);
	house_close(&honest.s);
}
