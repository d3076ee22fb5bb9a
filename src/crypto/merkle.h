/*
 * merkle - one hash for a whole list, and short proofs about it (RFC 9162, 2.1,
 * the tree of RFC 6962).
 *
 * struct merkle is all that appending needs: the roots of the full subtrees
 * from the left, at most 64 hashes. Proofs are made from stored nodes: node
 * (level, index) is the root of the 2^level leaves from index * 2^level on, and
 * only full subtrees are ever asked for; level 0 is the leaf hashes.
 */
#ifndef MERKLE_H
#define MERKLE_H

#include "base/buf.h"
#include "base/reader.h"

#define MERKLE_LEN   32 /* bytes of a hash */
#define MERKLE_PROOF 65 /* hashes a proof may have, at most */

struct merkle_hash {
	uint8_t at[MERKLE_LEN];
};

struct merkle_hash merkle_leaf(struct bytes data);
struct merkle_hash merkle_node(struct merkle_hash left,
    struct merkle_hash right);
bool merkle_eq(struct merkle_hash a, struct merkle_hash b);

/* A growing list; all zero is the empty one. */
struct merkle {
	uint64_t size;
	struct merkle_hash peak[64]; /* one a set bit of size, largest first */
};

/*
 * Add a leaf hash, the size-th. `made` (64 places, or NULL) receives the nodes
 * that are now full: made[k] is node (k, index >> k). How many is returned, at
 * least 1, made[0] being the leaf.
 */
size_t merkle_add(struct merkle *m, struct merkle_hash leaf,
    struct merkle_hash made[64]);

/* The head of the list; SHA-256 of nothing when it is empty. */
struct merkle_hash merkle_root(const struct merkle *m);

/* The state as bytes: size u64, then its hashes. */
void merkle_put(struct buf *to, const struct merkle *m);
enum err merkle_read(struct bytes from, struct merkle *m) CHECKED;

/* Where nodes are kept; `get` answers for full subtrees only. */
struct merkle_source {
	void *of;
	enum err (*get)(void *of, unsigned level, uint64_t index,
	    struct merkle_hash *h);
};

struct merkle_proof {
	size_t count;
	struct merkle_hash at[MERKLE_PROOF];
};

/* The head of the first `size` leaves. Errors are those of `get`. */
enum err merkle_root_of(struct merkle_source s, uint64_t size,
    struct merkle_hash *root) CHECKED;

/* That leaf `index` is in the first `size`; ERR_INPUT unless index < size. */
enum err merkle_include(struct merkle_source s, uint64_t index, uint64_t size,
    struct merkle_proof *p) CHECKED;

/* That the first `size` begin with the first `old`; 1 <= old <= size. */
enum err merkle_extend(struct merkle_source s, uint64_t old, uint64_t size,
    struct merkle_proof *p) CHECKED;

/* ERR_FORGED unless `p` shows `leaf` at `index` of the `size` under `root`. */
enum err merkle_included(const struct merkle_proof *p, struct merkle_hash leaf,
    uint64_t index, uint64_t size, struct merkle_hash root) CHECKED;

/*
 * ERR_FORGED unless `p` shows that the list of `size` leaves under `root`
 * begins with the `old` leaves under `old_root`. From an empty list nothing can
 * be shown, so `old` zero is refused: whoever has seen nothing asks nothing.
 */
enum err merkle_extended(const struct merkle_proof *p, uint64_t old,
    struct merkle_hash old_root, uint64_t size,
    struct merkle_hash root) CHECKED;

#endif
