/*
 * life - which central this is, and which of its lives.
 *
 * A central has one name, made at its first start: receipts bear it, and a box
 * takes those of no other. A database put back from a backup begins another
 * life, under a higher number than any before: boxes then send again what they
 * still hold, since what had come after the backup is gone.
 */
#ifndef LIFE_H
#define LIFE_H

#include "store/tx.h"

#define LIFE_NAME 48 /* bytes of a name at most */

struct life {
	char name[LIFE_NAME];
	size_t name_len;
	int64_t incarnation;
};

/* What the store says; a name of `convention` and some random letters is made
 * up if it says nothing yet. `now` is ms UTC. */
enum err life_open(struct store *s, struct str convention, int64_t now,
    struct life *life) CHECKED;

/* Another life begins, in `tx`: every box is to be asked for a new nonce, and
 * the next checkpoint of its log is believed as the first one was. */
void life_renew(struct tx *tx, int64_t now);

/* The name; it lives as long as `life`. */
struct str life_name(const struct life *life);

#endif
