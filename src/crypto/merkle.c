#include "crypto/merkle.h"

#include "crypto/hash.h"

/* The prefixes that keep a leaf from passing for a node (RFC 9162, 2.1.1). */
static const uint8_t leaf_mark[] = {0x00};
static const uint8_t node_mark[] = {0x01};

struct merkle_hash
merkle_leaf(struct bytes data)
{
	struct merkle_hash made;
	struct hash h;

	hash_begin_sha256(&h);
	hash_add(&h, BYTES_OF(leaf_mark));
	hash_add(&h, data);
	hash_end(&h, made.at);
	return made;
}

struct merkle_hash
merkle_node(struct merkle_hash left, struct merkle_hash right)
{
	struct merkle_hash made;
	struct hash h;

	hash_begin_sha256(&h);
	hash_add(&h, BYTES_OF(node_mark));
	hash_add(&h, BYTES_OF(left.at));
	hash_add(&h, BYTES_OF(right.at));
	hash_end(&h, made.at);
	return made;
}

bool
merkle_eq(struct merkle_hash a, struct merkle_hash b)
{
	return memcmp(a.at, b.at, sizeof(a.at)) == 0;
}

/* How many full subtrees a list of `size` leaves is made of. */
static size_t
peaks(uint64_t size)
{
	size_t n = 0;

	for (; size > 0; size &= size - 1)
		n++;
	return n;
}

size_t
merkle_add(struct merkle *m, struct merkle_hash leaf,
    struct merkle_hash made[64])
{
	size_t peak = peaks(m->size), level = 0;

	must(m->size < UINT64_MAX);
	if (made)
		made[0] = leaf;
	/* Two full neighbours of a height become one, as a carry does. */
	for (; m->size >> level & 1; level++) {
		leaf = merkle_node(m->peak[--peak], leaf);
		if (made)
			made[level + 1] = leaf;
	}
	m->peak[peak] = leaf;
	m->size++;
	return level + 1;
}

static struct merkle_hash
empty_root(void)
{
	struct merkle_hash none;

	hash_sha256((struct bytes){(const uint8_t *)"", 0}, none.at);
	return none;
}

struct merkle_hash
merkle_root(const struct merkle *m)
{
	size_t peak = peaks(m->size);

	if (peak == 0)
		return empty_root();
	struct merkle_hash root = m->peak[--peak];
	while (peak-- > 0)
		root = merkle_node(m->peak[peak], root);
	return root;
}

void
merkle_put(struct buf *to, const struct merkle *m)
{
	buf_u64(to, m->size);
	for (size_t i = 0; i < peaks(m->size); i++)
		buf_bytes(to, BYTES_OF(m->peak[i].at));
}

enum err
merkle_read(struct bytes from, struct merkle *m)
{
	struct reader r = reader_new(from);
	struct merkle found = {.size = reader_u64(&r)};

	for (size_t i = 0; i < peaks(found.size); i++)
		reader_copy(&r, found.peak[i].at, MERKLE_LEN);
	enum err e = reader_end(&r);
	if (e == ERR_OK)
		*m = found;
	return e;
}

/* The largest power of two below `n`, which is at least 2. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k < n - k)
		k *= 2;
	return k;
}

/*
 * The head of the `n` leaves from `first` on, where `first` is a multiple of
 * every power of two in `n`: smallest full subtree first, then leftwards.
 */
static enum err
head_of(struct merkle_source s, uint64_t first, uint64_t n,
    struct merkle_hash *head)
{
	bool begun = false;

	for (unsigned level = 0; level < 64; level++) {
		struct merkle_hash left;
		if (!(n >> level & 1))
			continue;
		n -= UINT64_C(1) << level;
		enum err e = s.get(s.of, level, (first + n) >> level, &left);
		if (e != ERR_OK)
			return e;
		*head = begun ? merkle_node(left, *head) : left;
		begun = true;
	}
	return ERR_OK;
}

enum err
merkle_root_of(struct merkle_source s, uint64_t size, struct merkle_hash *root)
{
	struct merkle_hash head = empty_root();
	enum err e = head_of(s, 0, size, &head);

	if (e == ERR_OK)
		*root = head;
	return e;
}

/* Proofs are found from the root down and told from the leaf up. */
static void
turn_round(struct merkle_proof *p)
{
	for (size_t i = 0; i < p->count / 2; i++) {
		struct merkle_hash kept = p->at[i];
		p->at[i] = p->at[p->count - 1 - i];
		p->at[p->count - 1 - i] = kept;
	}
}

enum err
merkle_include(struct merkle_source s, uint64_t index, uint64_t size,
    struct merkle_proof *p)
{
	struct merkle_proof found = {0};
	uint64_t first = 0;
	enum err e = ERR_OK;

	if (index >= size)
		return ERR_INPUT;
	while (size > 1 && e == ERR_OK) {
		struct merkle_hash *next = &found.at[found.count++];
		uint64_t k = split(size);
		if (index - first < k) {
			e = head_of(s, first + k, size - k, next);
			size = k;
		} else {
			e = head_of(s, first, k, next);
			first += k;
			size -= k;
		}
	}
	if (e != ERR_OK)
		return e;
	turn_round(&found);
	*p = found;
	return ERR_OK;
}

enum err
merkle_extend(struct merkle_source s, uint64_t old, uint64_t size,
    struct merkle_proof *p)
{
	struct merkle_proof found = {0};
	uint64_t first = 0;
	bool known = true; /* the verifier has this subtree: it is all of old */
	enum err e = ERR_OK;

	if (old == 0 || old > size)
		return ERR_INPUT;
	while (old < size && e == ERR_OK) {
		struct merkle_hash *next = &found.at[found.count++];
		uint64_t k = split(size);
		if (old <= k) {
			e = head_of(s, first + k, size - k, next);
			size = k;
		} else {
			e = head_of(s, first, k, next);
			first += k;
			old -= k;
			size -= k;
			known = false;
		}
	}
	if (e == ERR_OK && !known)
		e = head_of(s, first, size, &found.at[found.count++]);
	if (e != ERR_OK)
		return e;
	turn_round(&found);
	*p = found;
	return ERR_OK;
}

/*
 * Where a verifier stands while it climbs (RFC 9162, 2.1.3.2 and 2.1.4.2): the
 * number of its node, and of the last node, at the height it has reached.
 */
struct climb {
	uint64_t at;
	uint64_t last;
};

/* True if the next hash of the proof stands to the left; then climb. */
static bool
climb_left(struct climb *c)
{
	bool left = c->at & 1 || c->at == c->last;

	/* A last node without a neighbour is its own parent. */
	while (left && !(c->at & 1) && c->at > 0) {
		c->at >>= 1;
		c->last >>= 1;
	}
	c->at >>= 1;
	c->last >>= 1;
	return left;
}

enum err
merkle_included(const struct merkle_proof *p, struct merkle_hash leaf,
    uint64_t index, uint64_t size, struct merkle_hash root)
{
	if (index >= size || p->count > MERKLE_PROOF)
		return ERR_FORGED;

	struct climb c = {index, size - 1};
	for (size_t i = 0; i < p->count; i++) {
		if (c.last == 0)
			return ERR_FORGED;
		leaf = climb_left(&c) ? merkle_node(p->at[i], leaf)
				      : merkle_node(leaf, p->at[i]);
	}
	return c.last == 0 && merkle_eq(leaf, root) ? ERR_OK : ERR_FORGED;
}

enum err
merkle_extended(const struct merkle_proof *p, uint64_t old,
    struct merkle_hash old_root, uint64_t size, struct merkle_hash root)
{
	if (p->count > MERKLE_PROOF || old == 0 || old > size)
		return ERR_FORGED;
	if (old == size)
		return p->count == 0 && merkle_eq(old_root, root) ? ERR_OK
								  : ERR_FORGED;

	/* Climb to the largest full subtree that ends the old list. */
	struct climb c = {old - 1, size - 1};
	while (c.at & 1) {
		c.at >>= 1;
		c.last >>= 1;
	}
	/* When it is the whole of it, the proof leaves it out. */
	bool whole = (old & (old - 1)) == 0;
	if (!whole && p->count == 0)
		return ERR_FORGED;
	struct merkle_hash was = whole ? old_root : p->at[0], is = was;
	for (size_t i = whole ? 0 : 1; i < p->count; i++) {
		if (c.last == 0)
			return ERR_FORGED;
		if (climb_left(&c)) {
			was = merkle_node(p->at[i], was);
			is = merkle_node(p->at[i], is);
		} else {
			is = merkle_node(is, p->at[i]);
		}
	}
	return c.last == 0 && merkle_eq(was, old_root) && merkle_eq(is, root)
	    ? ERR_OK
	    : ERR_FORGED;
}
