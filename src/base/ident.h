/*
 * ident - names nobody can guess.
 *
 * An ident is 128 random bits: a name for a row, an envelope, a device. It says
 * nothing about what it names. As text it is 32 lower-case hexadecimal digits.
 */
#ifndef IDENT_H
#define IDENT_H

#include "base/buf.h"

#define IDENT_LEN  16
#define IDENT_TEXT 32

struct ident {
	uint8_t at[IDENT_LEN];
};

struct ident ident_new(void);
bool ident_eq(const struct ident *a, const struct ident *b);
void ident_put(struct buf *to, const struct ident *id);

/* ERR_MANGLED, and `*id` untouched, unless 32 lower-case digits. */
enum err ident_read(struct str text, struct ident *id) CHECKED;

/* Fill with random bytes of the kernel; never fails once the machine is up. */
void ident_random(void *to, size_t len);

#endif
