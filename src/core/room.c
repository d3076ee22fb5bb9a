#include "core/room.h"

#include "base/buf.h"

struct str
room_wrong(struct arena *mem, struct str text, size_t most)
{
	size_t n = str_characters(text);

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
