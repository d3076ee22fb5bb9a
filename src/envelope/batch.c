#include "envelope/batch.h"

#include "base/reader.h"

#define MAGIC   TXT("FPY1")
#define VERSION 1
#define HEAD    10 /* bytes before the report */

void
batch_begin(struct buf *to, struct str report)
{
	must(to->len == 0);
	if (report.len > BATCH_REPORT_MOST)
		buf_fail(to, ERR_LIMIT);
	buf_str(to, MAGIC);
	buf_u16(to, VERSION);
	buf_u32(to, (uint32_t)report.len);
	buf_str(to, report);
	buf_u16(to, 0);
}

bool
batch_add(struct buf *to, unsigned *count, struct bytes envelope)
{
	size_t most = to->max < BATCH_MOST ? to->max : BATCH_MOST;

	if (*count == BATCH_ENVELOPES || to->err != ERR_OK ||
	    envelope.len + 4 > most - to->len)
		return false;
	buf_u32(to, (uint32_t)envelope.len);
	buf_bytes(to, envelope);
	++*count;
	return true;
}

void
batch_end(struct buf *to, unsigned count, size_t report)
{
	if (to->err != ERR_OK)
		return;
	to->at[HEAD + report] = (uint8_t)(count >> 8);
	to->at[HEAD + report + 1] = (uint8_t)count;
}

enum err
batch_read(struct bytes whole, struct batch *b)
{
	struct reader r = reader_new(whole);
	struct batch found;

	struct str magic = str_from(reader_take(&r, MAGIC.len));
	uint16_t version = reader_u16(&r);
	found.report = reader_str(&r);
	found.count = reader_u16(&r);
	if (r.err != ERR_OK || whole.len > BATCH_MOST ||
	    !str_eq(magic, MAGIC) || version != VERSION ||
	    found.report.len > BATCH_REPORT_MOST ||
	    found.count > BATCH_ENVELOPES)
		return ERR_MANGLED;
	for (unsigned i = 0; i < found.count; i++)
		found.envelope[i] = reader_bytes(&r);
	if (reader_end(&r) != ERR_OK)
		return ERR_MANGLED;
	*b = found;
	return ERR_OK;
}
