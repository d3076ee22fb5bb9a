/*
 * cast - the two sides of a demo and the invented people of each: demo.def's
 * rows, and demo.json, where their passphrases stand.
 */
#ifndef CAST_H
#define CAST_H

#include <sys/types.h>

#include "cmd/init.h"
#include "crypto/totp.h"
#include "tls/tls_pin.h"

enum { CAST_BOX, CAST_CENTRAL, CAST_SIDES };

enum {
	CAST_PEOPLE = 0
#define DEMO(side, login, name, role, service, duty, scope, chief) +1
#include "cmd/demo.def"
#undef DEMO
};

struct cast_side {
	const char *word; /* "box" */
	const char *title;
	char dir[FILE_PATH];
	uint16_t port;
	uint8_t pin[TLS_PIN_LEN];
	struct init_person person[CAST_PEOPLE];
	uint8_t totp[CAST_PEOPLE][TOTP_SECRET]; /* of the central's people */
	size_t people;
	pid_t pid;
	int ready; /* becomes readable when it serves */
};

void cast_fill(struct cast_side *s, int which); /* without passphrases yet */

/* The passphrases and secrets an earlier start wrote down in demo.json of
 * `dir`; told on standard error. */
enum err cast_recall(const char *dir,
    struct cast_side sides[CAST_SIDES]) CHECKED;

/* What a person or a test needs to know of a running demo; told likewise. */
enum err cast_write(const char *path,
    const struct cast_side sides[CAST_SIDES]) CHECKED;

void cast_url(struct buf *b, const struct cast_side *s);

#endif
