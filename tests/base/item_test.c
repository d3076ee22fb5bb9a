#include "base/item.h"

#define SUITE base_item
#include "../test.h"

TEST(members_and_items_are_parted_without_counting)
{
	uint8_t room[256];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("["));
	for (int i = 0; i < 2; i++) {
		item_open(&b);
		item_text(&b, "name", TXT("a{\"}"));
		item_number(&b, "n", -3 * i);
		item_flag(&b, "last", i == 1);
		item_list(&b, "in");
		item_open(&b);
		buf_str(&b, TXT("}"));
		item_open(&b);
		item_flag(&b, "x", true);
		buf_str(&b, TXT("}]}"));
	}
	buf_str(&b, TXT("]"));
	OK(buf_err(&b));
	SAME_STR(buf_text(&b),
	    TXT("[{\"name\":\"a{\\u0022}\",\"n\":0,\"last\":false,"
		"\"in\":[{},{\"x\":true}]},"
		"{\"name\":\"a{\\u0022}\",\"n\":-3,\"last\":true,"
		"\"in\":[{},{\"x\":true}]}]"));
}

TEST(an_item_that_has_no_room_is_remembered)
{
	for (size_t max = 0; max < 16; max++) {
		uint8_t room[16];
		struct buf b = buf_over(room, max);

		item_open(&b);
		item_text(&b, "name", TXT("somebody"));
		EQ(buf_err(&b), ERR_LIMIT);
	}
}
