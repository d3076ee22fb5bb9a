/*
 * liaison - does the central answer? A box looks from time to time and shows
 * what it knows on its locked screen, so that nobody waits for news that cannot
 * come. The courier does the asking.
 */
#ifndef LIAISON_H
#define LIAISON_H

#include "base/clock.h"
#include "ipc/msg.h"

#define LIAISON_EVERY (5 * CLOCK_MINUTE)  /* ms between two looks, +-20 % */
#define LIAISON_AGAIN (10 * CLOCK_SECOND) /* ms before the first retry */
#define LIAISON_SLOW  (40 * CLOCK_SECOND) /* ms without a fate: a failure */
#define LIAISON_PIN   32                  /* bytes: SHA-256 of a public key */

enum liaison_state { LIAISON_UNKNOWN, LIAISON_ANSWERS, LIAISON_SILENT };

struct liaison {
	bool used; /* a box that knows its central */
	struct str url;
	uint8_t pin[LIAISON_PIN];
	enum liaison_state state;
	int64_t at;      /* ms UTC: last answer seen, or silent since */
	unsigned silent; /* looks in a row without an answer */
	bool asked;      /* a fate is awaited */
	uint64_t ticket;
	int64_t
	    next; /* clock_boot: of the next look, or when to give this up */
};

/* ERR_INPUT if `pin`, in hexadecimal, is no pin; "" for both: not used. */
enum err liaison_open(struct liaison *l, struct str url,
    struct str pin) CHECKED;

/* True when it is time to look, and `*m` is then what to ask the courier. */
bool liaison_due(struct liaison *l, uint64_t ticket, char url[256],
    struct probe *m);

/* The courier has told, or is gone (`fate` ERR_LATER); `now` is ms UTC. */
void liaison_told(struct liaison *l, enum err fate, int64_t now);

#endif
