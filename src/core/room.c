#include "core/room.h"

#include "base/buf.h"

/* A continuation byte begins no character. */
size_t
room_taken(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += ((uint8_t)text.at[i] & 0xc0) != 0x80;
	return n;
}

struct str
room_wrong(struct arena *mem, struct str text, size_t most)
{
	size_t n = room_taken(text);

	if (n <= most)
		return TXT("");
	struct buf b = buf_new(mem, 96);
	buf_number(&b, (int64_t)(n - most), 1);
	buf_str(&b,
	    n - most == 1 ? TXT(" caractère de trop : raccourcissez à ")
			  : TXT(" caractères de trop : raccourcissez à "));
	buf_number(&b, (int64_t)most, 1);
	buf_str(&b, TXT("."));
	return buf_text(&b);
}
