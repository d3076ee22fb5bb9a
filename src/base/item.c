#include "base/item.h"

#include "base/json.h"

void
item_open(struct buf *b)
{
	buf_str(b,
	    b->len > 0 && b->at[b->len - 1] == '}' ? TXT(",{") : TXT("{"));
}

static void
name(struct buf *b, const char *key)
{
	if (b->len > 0 && b->at[b->len - 1] != '{')
		buf_str(b, TXT(","));
	json_quote(b, str_of(key));
	buf_str(b, TXT(":"));
}

void
item_text(struct buf *b, const char *key, struct str value)
{
	name(b, key);
	json_quote(b, value);
}

void
item_number(struct buf *b, const char *key, int64_t n)
{
	name(b, key);
	buf_number(b, n, 1);
}

void
item_flag(struct buf *b, const char *key, bool truth)
{
	name(b, key);
	buf_str(b, truth ? TXT("true") : TXT("false"));
}

void
item_list(struct buf *b, const char *key)
{
	name(b, key);
	buf_str(b, TXT("["));
}
