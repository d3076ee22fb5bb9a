/*
 * str - text that someone else owns.
 *
 * A str points at UTF-8 that outlives it; it is passed by value, it is never
 * freed, and it has no final zero. bytes is the same for what is not text.
 */
#ifndef STR_H
#define STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at;
	size_t len; /* in bytes */
};

struct bytes {
	const uint8_t *at;
	size_t len; /* in bytes */
};

/* A str made of a string literal; anything else does not compile. */
#define TXT(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* The bytes of an array; never of a pointer. */
#define BYTES_OF(array)                                                        \
	((struct bytes){(const uint8_t *)(array), sizeof(array)})

/* At the door of the operating system only: a str of what ends with a zero. */
static inline struct str
str_of(const char *zero_ended)
{
	return (struct str){zero_ended, strlen(zero_ended)};
}

static inline struct bytes
str_bytes(struct str s)
{
	return (struct bytes){(const uint8_t *)s.at, s.len};
}

static inline struct str
str_from(struct bytes b)
{
	return (struct str){(const char *)b.at, b.len};
}

/* Not in constant time: compare secrets with secret_eq (crypto/secret.h). */
static inline bool
str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.at, b.at, a.len));
}

/* Equal when ASCII letters are taken without their case. */
bool str_eq_nocase(struct str a, struct str b);

bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);

/* The bytes from `from` on, at most `len`; what lies outside is left out. */
struct str str_part(struct str s, size_t from, size_t len);

/* How many characters of UTF-8, not bytes. */
size_t str_characters(struct str s);

/* Where `c` first stands at or after `from`; s.len if it does not. */
size_t str_find(struct str s, char c, size_t from);

/*
 * Cut `*rest` at the first `c`: what stood before it is returned, what stands
 * after it stays in `*rest`. Without a `c`, all is returned and nothing stays.
 */
struct str str_cut(struct str *rest, char c);

/* Without spaces and tabs at either end. */
struct str str_trim(struct str s);

/* Valid UTF-8 (RFC 3629): no overlong form, no surrogate, at most U+10FFFF. */
bool str_utf8(struct str s);

/*
 * A decimal number of digits only, no sign, no leading zero but "0" itself.
 * False, and `*n` untouched, for anything else or above `most`.
 */
bool str_number(struct str s, uint64_t most, uint64_t *n);

#endif
