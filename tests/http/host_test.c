#include "http/host.h"

#define SUITE http_host
#include "../test.h"

/* `labels` labels of `len` letters each, then `more` letters of a last one. */
static bool
sound(size_t labels, size_t len, size_t more)
{
	char room[512];
	struct buf b = buf_over(room, sizeof(room));

	for (size_t i = 0; i < labels; i++) {
		for (size_t k = 0; k < len; k++)
			buf_u8(&b, 'a');
		buf_str(&b, i + 1 < labels || more ? TXT(".") : TXT(""));
	}
	while (more-- > 0)
		buf_u8(&b, 'a');
	OK(buf_err(&b));
	return host_sound(buf_text(&b));
}

/* RFC 1035, 2.3.4; written with dots a whole name is at most 253. */
TEST(a_name_and_its_labels_may_be_as_long_as_dns_allows_and_no_longer)
{
	TRUE(sound(1, 63, 0));
	TRUE(!sound(1, 64, 0));
	TRUE(sound(3, 63, 61));
	TRUE(!sound(3, 63, 62));
}

TEST(an_address_may_be_as_long_as_its_longest_form_and_no_longer)
{
	TRUE(
	    host_sound(TXT("[0000:0000:0000:0000:0000:ffff:192.100.200.100]")));
	TRUE(!host_sound(
	    TXT("[00000:0000:0000:0000:0000:ffff:192.100.200.100]")));
}
