#define SUITE envelope_batch
#include "../test.h"

#include "envelope/batch.h"

static const uint8_t bytes[BATCH_MOST];

static struct bytes
some(size_t len)
{
	return (struct bytes){bytes, len};
}

TEST(a_batch_that_was_written_is_read_back)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, BATCH_MOST);
	struct str report = TXT("{\"held\":2}");
	struct batch b;
	unsigned n = 0;

	batch_begin(&to, report);
	TRUE(batch_add(&to, &n, some(300)));
	TRUE(batch_add(&to, &n, some(0)));
	batch_end(&to, n, report.len);
	OK(buf_err(&to));
	OK(batch_read(buf_done(&to), &b));
	SAME_STR(b.report, report);
	EQ(b.count, 2);
	SAME(b.envelope[0], some(300));
	EQ(b.envelope[1].len, 0);
}

TEST(a_batch_takes_32_envelopes_and_140_kib)
{
	struct arena mem = test_arena();
	struct buf many = buf_new(&mem, 2 * BATCH_MOST);
	struct buf large = buf_new(&mem, 2 * BATCH_MOST);
	unsigned n = 0, m = 0;
	struct batch b;

	batch_begin(&many, TXT("{}"));
	while (batch_add(&many, &n, some(10)))
		;
	EQ(n, BATCH_ENVELOPES);
	batch_end(&many, n, 2);
	OK(batch_read(buf_done(&many), &b));
	EQ(b.count, BATCH_ENVELOPES);

	batch_begin(&large, TXT("{}"));
	TRUE(batch_add(&large, &m, some(131532)));
	TRUE(!batch_add(&large, &m, some(131532)));
	size_t left = BATCH_MOST - large.len - 4;
	TRUE(!batch_add(&large, &m, some(left + 1)));
	TRUE(batch_add(&large, &m, some(left)));
	batch_end(&large, m, 2);
	EQ(large.len, BATCH_MOST);
	OK(batch_read(buf_done(&large), &b));
}

TEST(what_is_no_batch_is_refused)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, 1024);
	struct batch b = {.count = 7};
	unsigned n = 0;

	batch_begin(&to, TXT("{}"));
	TRUE(batch_add(&to, &n, some(5)));
	batch_end(&to, n, 2);
	struct bytes whole = buf_done(&to);
	for (size_t len = 0; len < whole.len; len++)
		EQ(batch_read((struct bytes){whole.at, len}, &b), ERR_MANGLED);
	buf_u8(&to, 0);
	EQ(batch_read(buf_done(&to), &b), ERR_MANGLED);
	to.len--;
	/* magic, version, a count beyond what is there, and beyond the most */
	static const size_t at[] = {0, 5, 13, 12};
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		to.at[at[i]] ^= 2;
		EQ(batch_read(buf_done(&to), &b), ERR_MANGLED);
		to.at[at[i]] ^= 2;
	}
	OK(batch_read(buf_done(&to), &b));
	EQ(b.count, 1);
}
