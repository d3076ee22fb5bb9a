#define SUITE crypto_merkle
#include "../test.h"

#include "crypto/merkle.h"

static struct merkle_hash
hash_of(struct arena *mem, struct str hex)
{
	struct merkle_hash h;
	struct bytes b = test_unhex(mem, hex);

	EQ(b.len, MERKLE_LEN);
	memcpy(h.at, b.at, MERKLE_LEN);
	return h;
}

/* A number of the vectors, which reach to 2^64 - 1. */
static uint64_t
number(struct str text)
{
	uint64_t n = 0;

	TRUE(str_number(text, UINT64_MAX, &n));
	return n;
}

TEST(every_published_proof_is_judged_as_published)
{
	struct vectors v = vectors_open("tests/vectors/crypto/merkle.txt");
	size_t shown = 0, refused = 0;

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		struct merkle_proof p = {0};
		enum err e;

		if (str_eq(v.field[0], TXT("head")))
			continue;
		uint64_t a = number(v.field[2]), b = number(v.field[3]);
		struct merkle_hash first = hash_of(&mem, v.field[4]);
		struct merkle_hash then = hash_of(&mem, v.field[5]);
		for (size_t i = 6; i < v.n; i++)
			p.at[p.count++] = hash_of(&mem, v.field[i]);
		if (str_eq(v.field[1], TXT("inclusion")))
			e = merkle_included(&p, then, a, b, first);
		else
			e = merkle_extended(&p, a, first, b, then);
		bool good = str_eq(v.field[0], TXT("shown"));
		EQ(e, good ? ERR_OK : ERR_FORGED);
		good ? shown++ : refused++;
	}
	EQ(shown, 12);
	EQ(refused, 183);
}

TEST(the_reference_list_has_its_heads)
{
	struct vectors v = vectors_open("tests/vectors/crypto/merkle.txt");
	struct merkle m = {0};
	size_t heads = 0;

	while (vectors_next(&v)) {
		struct arena mem = test_arena();
		if (!str_eq(v.field[0], TXT("head")))
			continue;
		if (heads++ > 0)
			merkle_add(&m,
			    merkle_leaf(test_unhex(&mem, v.field[2])), NULL);
		EQ(m.size, vectors_number(&v, 1));
		TRUE(merkle_eq(merkle_root(&m), hash_of(&mem, v.field[3])));
	}
	EQ(heads, 9);
}

/* A list of up to LEAVES leaves with every full node kept. */
#define LEAVES 70
struct list {
	struct merkle m;
	struct merkle_hash root[LEAVES + 1];
	struct merkle_hash node[8][LEAVES];
	bool have[8][LEAVES];
};

static enum err
get(void *of, unsigned level, uint64_t index, struct merkle_hash *h)
{
	const struct list *l = of;

	if (level >= 8 || index >= LEAVES || !l->have[level][index])
		return ERR_ABSENT;
	*h = l->node[level][index];
	return ERR_OK;
}

static void
grow(struct list *l)
{
	struct merkle_hash made[64];
	uint64_t index = l->m.size;
	uint8_t data[1] = {(uint8_t)index};
	size_t n = merkle_add(&l->m, merkle_leaf(BYTES_OF(data)), made);

	for (size_t level = 0; level < n; level++) {
		l->node[level][index >> level] = made[level];
		l->have[level][index >> level] = true;
	}
	l->root[l->m.size] = merkle_root(&l->m);
}

static struct list *
a_list(void)
{
	static struct list l;

	l = (struct list){0};
	l.root[0] = merkle_root(&l.m);
	while (l.m.size < LEAVES)
		grow(&l);
	return &l;
}

TEST(a_head_is_found_again_from_the_nodes_that_were_kept)
{
	struct list *l = a_list();
	struct merkle_hash root;

	for (uint64_t size = 0; size <= LEAVES; size++) {
		OK(merkle_root_of((struct merkle_source){l, get}, size, &root));
		TRUE(merkle_eq(root, l->root[size]));
	}
	EQ(merkle_root_of((struct merkle_source){l, get}, LEAVES + 1, &root),
	    ERR_ABSENT);
}

TEST(every_leaf_of_every_size_is_shown_to_be_there_and_nowhere_else)
{
	struct list *l = a_list();
	struct merkle_source s = {l, get};
	struct merkle_proof p;

	for (uint64_t size = 1; size <= LEAVES; size++)
		for (uint64_t i = 0; i < size; i++) {
			OK(merkle_include(s, i, size, &p));
			OK(merkle_included(&p, l->node[0][i], i, size,
			    l->root[size]));
			/* Everywhere else in small lists, then beside it. */
			for (uint64_t j = 0; j < size; j++)
				if (j != i && (size < 20 || (i ^ j) < 4))
					EQ(merkle_included(&p, l->node[0][i], j,
					       size, l->root[size]),
					    ERR_FORGED);
			EQ(merkle_included(&p, l->node[0][i], i, size,
			       l->root[size - 1]),
			    ERR_FORGED);
		}
	EQ(merkle_include(s, 5, 5, &p), ERR_INPUT);
	EQ(merkle_include(s, 0, 0, &p), ERR_INPUT);
}

TEST(every_size_is_shown_to_begin_with_every_smaller_one)
{
	struct list *l = a_list();
	struct merkle_source s = {l, get};
	struct merkle_proof p;

	for (uint64_t size = 1; size <= LEAVES; size++)
		for (uint64_t old = 1; old <= size; old++) {
			OK(merkle_extend(s, old, size, &p));
			OK(merkle_extended(&p, old, l->root[old], size,
			    l->root[size]));
			if (old == size)
				continue;
			EQ(merkle_extended(&p, old, l->root[size], size,
			       l->root[old]),
			    ERR_FORGED);
			EQ(merkle_extended(&p, old, l->root[old - 1], size,
			       l->root[size]),
			    ERR_FORGED);
			/* One hash more, less, or changed. */
			p.count++;
			EQ(merkle_extended(&p, old, l->root[old], size,
			       l->root[size]),
			    ERR_FORGED);
			p.count -= 2;
			EQ(merkle_extended(&p, old, l->root[old], size,
			       l->root[size]),
			    ERR_FORGED);
			p.count++;
			p.at[p.count - 1].at[31] ^= 1;
			EQ(merkle_extended(&p, old, l->root[old], size,
			       l->root[size]),
			    ERR_FORGED);
		}
	EQ(merkle_extend(s, 0, 5, &p), ERR_INPUT);
	EQ(merkle_extend(s, 6, 5, &p), ERR_INPUT);
}

TEST(a_missing_node_makes_no_proof)
{
	struct list *l = a_list();
	struct merkle_source s = {l, get};
	struct merkle_proof p = {.count = 42};

	l->have[2][3] = false; /* leaves 12 to 15 */
	EQ(merkle_include(s, 8, LEAVES, &p), ERR_ABSENT);
	EQ(merkle_extend(s, 12, LEAVES, &p), ERR_ABSENT);
	EQ(p.count, 42);
}

TEST(a_proof_longer_than_any_is_refused_unread)
{
	struct merkle_proof p = {.count = MERKLE_PROOF + 1};
	struct merkle_hash h = {0};

	EQ(merkle_included(&p, h, 0, UINT64_MAX, h), ERR_FORGED);
	EQ(merkle_extended(&p, 1, h, UINT64_MAX, h), ERR_FORGED);
	p.count = MERKLE_PROOF;
	EQ(merkle_included(&p, h, UINT64_MAX - 1, UINT64_MAX, h), ERR_FORGED);
	EQ(merkle_extended(&p, UINT64_MAX - 1, h, UINT64_MAX, h), ERR_FORGED);
}

TEST(the_state_of_a_list_is_kept_and_taken_up_again)
{
	struct arena mem = test_arena();
	struct merkle m = {0}, back;

	for (uint8_t i = 0; i < LEAVES; i++) {
		struct buf to = buf_new(&mem, 8 + 64 * MERKLE_LEN);
		merkle_put(&to, &m);
		OK(buf_err(&to));
		OK(merkle_read(buf_done(&to), &back));
		EQ(back.size, m.size);
		TRUE(merkle_eq(merkle_root(&back), merkle_root(&m)));
		EQ(merkle_read((struct bytes){to.at, to.len - 1}, &back),
		    ERR_MANGLED);
		buf_u8(&to, 0);
		EQ(merkle_read(buf_done(&to), &back), ERR_MANGLED);
		merkle_add(&m, merkle_leaf((struct bytes){&i, 1}), NULL);
	}
}
