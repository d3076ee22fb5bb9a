/*
 * Noise as a batch: what is read lies within it, and is written back the same.
 */
#include "envelope/batch.h"

static uint8_t room[BATCH_MOST];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes noise = {data, size};
	struct buf to = buf_over(room, sizeof(room));
	struct batch b;
	unsigned n = 0;

	if (batch_read(noise, &b) != ERR_OK)
		return 0;
	batch_begin(&to, b.report);
	for (unsigned i = 0; i < b.count; i++)
		must(batch_add(&to, &n, b.envelope[i]));
	batch_end(&to, n, b.report.len);
	must(buf_err(&to) == ERR_OK);
	must(str_eq(buf_text(&to), str_from(noise)));
	return 0;
}
