#include "crypto/note.h"

#include "base/encode.h"
#include "crypto/hash.h"

#define DASH      "\u2014 " /* an em dash and a space */
#define ID        4         /* bytes of an identifier */
#define LINE_MOST 8192      /* bytes: other kinds of key sign longer */

/* How many bytes of `s` are a space of Unicode (White_Space); 0 if none. */
static size_t
space(struct str s)
{
	static const char *const one[] = {" ", "\x7f", "\xc2\x85", "\u00a0",
	    "\u1680", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

	for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++)
		if (str_starts(s, str_of(one[i])))
			return strlen(one[i]);
	/* U+2000 to U+200A */
	return str_starts(s, TXT("\xe2\x80")) && s.len > 2 &&
		(uint8_t)s.at[2] >= 0x80 && (uint8_t)s.at[2] <= 0x8a
	    ? 3
	    : 0;
}

bool
note_name_ok(struct str name)
{
	if (name.len == 0 || name.len > NOTE_NAME_MOST || !str_utf8(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((uint8_t)name.at[i] < 0x20 || name.at[i] == '+' ||
		    space(str_part(name, i, 3)) > 0)
			return false;
	return true;
}

bool
note_text_ok(struct str text)
{
	if (text.len == 0 || text.len > NOTE_MOST ||
	    text.at[text.len - 1] != '\n' || !str_utf8(text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((uint8_t)text.at[i] < 0x20 && text.at[i] != '\n')
			return false;
	return true;
}

void
note_id(const struct note_key *key, uint8_t id[4])
{
	static const uint8_t kind[] = {'\n', 0x01}; /* Ed25519 */
	uint8_t whole[HASH_SHA256];
	struct hash h;

	hash_begin_sha256(&h);
	hash_add(&h, str_bytes(key->name));
	hash_add(&h, BYTES_OF(kind));
	hash_add(&h, BYTES_OF(key->open));
	hash_end(&h, whole);
	memcpy(id, whole, ID);
}

void
note_line(struct buf *to, const struct note_key *key,
    const uint8_t signature[SIGN_LEN])
{
	uint8_t said[ID + SIGN_LEN];

	if (!note_name_ok(key->name))
		buf_fail(to, ERR_INPUT);
	note_id(key, said);
	memcpy(said + ID, signature, SIGN_LEN);
	buf_str(to, TXT(DASH));
	buf_str(to, key->name);
	buf_str(to, TXT(" "));
	encode_base64(to, BYTES_OF(said));
	buf_str(to, TXT("\n"));
}

void
note_put(struct buf *to, struct str text, const struct note_key *key,
    const uint8_t signature[SIGN_LEN])
{
	if (!note_text_ok(text))
		buf_fail(to, ERR_INPUT);
	buf_str(to, text);
	buf_str(to, TXT("\n"));
	note_line(to, key, signature);
}

struct line {
	struct str name;
	uint8_t said[LINE_MOST];
	size_t len;
};

/* Take the first line off `*rest`; false unless it is a signature's. */
static bool
line_read(struct str *rest, struct line *l)
{
	struct buf said = buf_over(l->said, sizeof(l->said));
	struct str line = str_cut(rest, '\n');

	if (line.len > LINE_MOST || !str_starts(line, TXT(DASH)))
		return false;
	line = str_part(line, sizeof(DASH) - 1, line.len);
	l->name = str_cut(&line, ' ');
	if (!note_name_ok(l->name) || encode_unbase64(line, &said) != ERR_OK)
		return false;
	l->len = buf_done(&said).len;
	return l->len > ID;
}

enum err
note_read(struct str whole, struct note *n)
{
	size_t cut = whole.len;
	struct line l;

	if (!note_text_ok(whole))
		return ERR_MANGLED;
	/* The last empty line parts the text from what signs it. */
	do {
		if (cut < 3)
			return ERR_MANGLED;
		cut--;
	} while (whole.at[cut - 1] != '\n' || whole.at[cut - 2] != '\n');

	struct note found = {str_part(whole, 0, cut - 1),
	    str_part(whole, cut, whole.len)};
	struct str rest = found.lines;
	for (size_t count = 0; rest.len > 0; count++)
		if (count == NOTE_LINES_MOST || !line_read(&rest, &l))
			return ERR_MANGLED;
	*n = found;
	return ERR_OK;
}

enum err
note_verify(const struct note *n, const struct note_key *key)
{
	bool signed_by_it = false;
	struct str rest = n->lines;
	uint8_t id[ID];
	struct line l;

	note_id(key, id);
	while (rest.len > 0) {
		if (!line_read(&rest, &l))
			return ERR_FORGED;
		/* Another key's line says nothing to us, whatever it holds. */
		if (!str_eq(l.name, key->name) || memcmp(l.said, id, ID) != 0)
			continue;
		if (l.len != ID + SIGN_LEN ||
		    sign_verify(key->open, str_bytes(n->text), l.said + ID) !=
			ERR_OK)
			return ERR_FORGED;
		signed_by_it = true;
	}
	return signed_by_it ? ERR_OK : ERR_FORGED;
}

enum err
note_open(struct str whole, const struct note_key *key, struct str *text)
{
	struct note n;

	if (note_read(whole, &n) != ERR_OK || note_verify(&n, key) != ERR_OK)
		return ERR_FORGED;
	*text = n.text;
	return ERR_OK;
}
