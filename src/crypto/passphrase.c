#include "crypto/passphrase.h"

#include <sodium.h>

static const char first[][5] = {
#define FIRST(text) #text,
#define SECOND(text)
#include "crypto/syllable.def"
#undef FIRST
#undef SECOND
};
static const char second[][5] = {
#define FIRST(text)
#define SECOND(text) #text,
#include "crypto/syllable.def"
#undef FIRST
#undef SECOND
};
#define FIRSTS  (sizeof(first) / sizeof(*first))
#define SECONDS (sizeof(second) / sizeof(*second))

size_t
passphrase_words(void)
{
	return FIRSTS * SECONDS;
}

void
passphrase_word(size_t n, struct buf *to)
{
	must(n < FIRSTS * SECONDS);
	buf_str(to, str_of(first[n / SECONDS]));
	buf_str(to, str_of(second[n % SECONDS]));
}

void
passphrase_new(struct buf *to)
{
	for (int i = 0; i < PASSPHRASE_WORDS; i++) {
		if (i > 0)
			buf_str(to, TXT("-"));
		passphrase_word(randombytes_uniform(FIRSTS * SECONDS), to);
	}
}

/* The letters of U+00C0 to U+017F without their marks; '?' is none of ours. */
static const char plain[] = "aaaaaa?ceeeeiiii"
			    "?nooooo?ouuuuy??"
			    "aaaaaa?ceeeeiiii"
			    "?nooooo?ouuuuy?y"
			    "aaaaaaccccccccdd"
			    "ddeeeeeeeeeegggg"
			    "gggghhhhiiiiiiii"
			    "i???jjkk?lllllll"
			    "lllnnnnnnn??oooo"
			    "oo??rrrrrrssssss"
			    "ssttttttuuuuuuuu"
			    "uuuuwwyyyzzzzzzs";
_Static_assert(sizeof(plain) == 0x180 - 0xc0 + 1, "one a letter");

/* True for what people put between words, or their keyboard did. */
static bool
between(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '-' || c == '\'' ||
	    c == '.' || c == '_' || c == 0xa0 || (c >= 0x2000 && c <= 0x201b) ||
	    c == 0x202f || c == 0x2212 ||
	    (c >= 0x300 && c <= 0x36f); /* an accent typed by itself */
}

/* Take one character off `rest`, which is valid UTF-8 and not empty. */
static uint32_t
character(struct bytes *rest)
{
	uint8_t head = rest->at[0];
	size_t len = head < 0xc0 ? 1 : head < 0xe0 ? 2 : head < 0xf0 ? 3 : 4;
	uint32_t c = len == 1 ? head : head & (0x7fu >> len);

	for (size_t i = 1; i < len; i++)
		c = c << 6 | (rest->at[i] & 0x3f);
	*rest = (struct bytes){rest->at + len, rest->len - len};
	return c;
}

enum err
passphrase_normal(struct str typed, struct buf *to)
{
	size_t was = to->len;
	struct bytes rest = str_bytes(typed);

	if (typed.len > PASSPHRASE_TYPED || !str_utf8(typed))
		return ERR_INPUT;
	while (rest.len > 0) {
		struct bytes here = rest;
		uint32_t c = character(&rest);
		here.len -= rest.len;
		if (between(c))
			continue;
		if (c >= 'A' && c <= 'Z')
			buf_u8(to, (uint8_t)(c - 'A' + 'a'));
		else if (c >= 0xc0 && c < 0x180 && plain[c - 0xc0] != '?')
			buf_u8(to, (uint8_t)plain[c - 0xc0]);
		else
			buf_bytes(to, here);
	}
	return to->len > was || buf_err(to) != ERR_OK ? buf_err(to) : ERR_INPUT;
}
