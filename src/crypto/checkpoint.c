#include "crypto/checkpoint.h"

#include "base/encode.h"
#include "crypto/note.h"

#define ROOT_TEXT 44 /* characters of 32 bytes in base 64 */

/* One line without its newline, fit for the head of a checkpoint. */
static bool
origin_ok(struct str origin)
{
	if (origin.len == 0 || origin.len > CHECKPOINT_ORIGIN_MOST ||
	    !str_utf8(origin))
		return false;
	for (size_t i = 0; i < origin.len; i++)
		if ((uint8_t)origin.at[i] < 0x20)
			return false;
	return true;
}

/* Whole lines, none of them empty. */
static bool
extensions_ok(struct str lines)
{
	if (lines.len == 0)
		return true;
	if (!note_text_ok(lines) || lines.at[0] == '\n')
		return false;
	for (size_t i = 1; i < lines.len; i++)
		if (lines.at[i] == '\n' && lines.at[i - 1] == '\n')
			return false;
	return true;
}

void
checkpoint_put(struct buf *to, const struct checkpoint *c)
{
	if (!origin_ok(c->origin) || !extensions_ok(c->extensions) ||
	    c->size > INT64_MAX)
		buf_fail(to, ERR_INPUT);
	buf_str(to, c->origin);
	buf_str(to, TXT("\n"));
	buf_number(to, (int64_t)(c->size & INT64_MAX), 1);
	buf_str(to, TXT("\n"));
	encode_base64(to, BYTES_OF(c->root.at));
	buf_str(to, TXT("\n"));
	buf_str(to, c->extensions);
}

enum err
checkpoint_read(struct str text, struct checkpoint *c)
{
	if (!note_text_ok(text))
		return ERR_MANGLED;

	struct checkpoint found = {.origin = str_cut(&text, '\n')};
	struct str size = str_cut(&text, '\n');
	struct str root = str_cut(&text, '\n');
	struct buf into = buf_over(found.root.at, MERKLE_LEN);
	found.extensions = text;
	if (!origin_ok(found.origin) ||
	    !str_number(size, INT64_MAX, &found.size) ||
	    root.len != ROOT_TEXT || encode_unbase64(root, &into) != ERR_OK ||
	    buf_done(&into).len != MERKLE_LEN || !extensions_ok(text))
		return ERR_MANGLED;
	*c = found;
	return ERR_OK;
}
