#include "envelope/bundle.h"

#include "base/reader.h"

#define MAGIC   TXT("FPB1")
#define VERSION 1
#define HEAD    28
#define ENTRY   (HASH_SHA256 + 4)

static void
put(struct bundle_out *out, struct bytes b)
{
	hash_add(&out->sum, b);
	if (b.len > 0 && fwrite(b.at, 1, b.len, out->to) != b.len)
		out->bad = true;
}

void
bundle_begin(struct bundle_out *out, FILE *to, const struct ident *device,
    const struct bundle_entry entry[], uint32_t count)
{
	uint8_t head[HEAD], row[ENTRY];
	struct buf h = buf_over(head, sizeof(head));

	must(count <= BUNDLE_MOST);
	*out = (struct bundle_out){.to = to};
	hash_begin_sha256(&out->sum);
	buf_str(&h, MAGIC);
	buf_u16(&h, VERSION);
	buf_u16(&h, 0);
	buf_bytes(&h, BYTES_OF(device->at));
	buf_u32(&h, count);
	put(out, buf_done(&h));
	for (uint32_t i = 0; i < count; i++) {
		struct buf r = buf_over(row, sizeof(row));
		buf_bytes(&r, BYTES_OF(entry[i].sha256));
		buf_u32(&r, entry[i].len);
		put(out, buf_done(&r));
	}
}

void
bundle_add(struct bundle_out *out, struct bytes envelope)
{
	put(out, envelope);
}

enum err
bundle_end(struct bundle_out *out)
{
	uint8_t sum[HASH_SHA256];

	hash_end(&out->sum, sum);
	if (fwrite(sum, 1, sizeof(sum), out->to) != sizeof(sum) ||
	    fflush(out->to) != 0)
		out->bad = true;
	return out->bad ? ERR_STORE : ERR_OK;
}

static bool
get(struct bundle *b, uint8_t *to, size_t len)
{
	if (fread(to, 1, len, b->from) != len)
		return false;
	hash_add(&b->sum, (struct bytes){to, len});
	return true;
}

enum err
bundle_open(FILE *from, struct bundle *b)
{
	uint8_t head[HEAD], row[ENTRY];

	b->from = from;
	b->next = 0;
	hash_begin_sha256(&b->sum);
	if (!get(b, head, sizeof(head)))
		return ERR_MANGLED;
	struct reader r = reader_new(BYTES_OF(head));
	struct str magic = str_from(reader_take(&r, MAGIC.len));
	uint16_t version = reader_u16(&r), zero = reader_u16(&r);
	reader_copy(&r, b->device.at, IDENT_LEN);
	b->count = reader_u32(&r);
	if (reader_end(&r) != ERR_OK || !str_eq(magic, MAGIC) ||
	    version != VERSION || zero != 0 || b->count > BUNDLE_MOST)
		return ERR_MANGLED;
	for (uint32_t i = 0; i < b->count; i++) {
		if (!get(b, row, sizeof(row)))
			return ERR_MANGLED;
		r = reader_new(BYTES_OF(row));
		reader_copy(&r, b->entry[i].sha256, HASH_SHA256);
		b->entry[i].len = reader_u32(&r);
		if (b->entry[i].len > ENVELOPE_MOST)
			return ERR_MANGLED;
	}
	return ERR_OK;
}

static enum err
finish(struct bundle *b)
{
	uint8_t sum[HASH_SHA256], said[HASH_SHA256];

	hash_end(&b->sum, sum);
	hash_begin_sha256(&b->sum); /* never asked again, but never unset */
	if (fread(said, 1, sizeof(said), b->from) != sizeof(said) ||
	    memcmp(sum, said, sizeof(sum)) != 0 || fgetc(b->from) != EOF)
		return ERR_MANGLED;
	return ERR_ABSENT;
}

enum err
bundle_next(struct bundle *b, struct bytes *envelope)
{
	uint8_t sum[HASH_SHA256];

	if (b->next == b->count)
		return finish(b);
	const struct bundle_entry *e = &b->entry[b->next];
	struct bytes whole = {b->room, e->len};
	if (!get(b, b->room, e->len))
		return ERR_MANGLED;
	hash_sha256(whole, sum);
	if (memcmp(sum, e->sha256, sizeof(sum)) != 0)
		return ERR_MANGLED;
	b->next++;
	*envelope = whole;
	return ERR_OK;
}
