/*
 * Whatever a page holds: only spaces become others, each one two bytes, and a
 * page that has no room for them is left within its bounds.
 */
#include "page/space.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static bool
no_break(const uint8_t *at)
{
	return at[0] == 0xc2 && at[1] == 0xa0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static uint8_t room[2 * 4096 + 1];
	struct buf page = buf_over(room, sizeof(room));
	size_t to = 0;

	if (len > 4096)
		return 0;
	buf_str(&page, (struct str){(const char *)at, len});
	space_french(&page, 0);
	must(buf_err(&page) == ERR_OK);
	for (size_t i = 0; i < len; i++) {
		must(to < page.len);
		if (page.at[to] == at[i] ||
		    (at[i] == 0x1f && page.at[to] == ' ')) {
			to++;
			continue;
		}
		must((at[i] == ' ' || at[i] == 0x1f) && to + 1 < page.len);
		must(no_break(page.at + to));
		to += 2;
	}
	must(to == page.len);

	page = buf_over(room, len + (len > 0 ? at[0] % 4 : 0));
	buf_str(&page, (struct str){(const char *)at, len});
	space_french(&page, 0);
	must(page.len <= page.max);
	must(buf_err(&page) == ERR_OK || buf_err(&page) == ERR_LIMIT);
	return 0;
}
