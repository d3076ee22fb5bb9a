#include "mail/parcel.h"

#include "base/encode.h"
#include "calendar/day.h"
#include "calendar/wording.h"
#include "mail/pdf.h"
#include "mail/plain.h"

#define MANIFEST      TXT("MANIFESTE.txt")
#define MANIFEST_MOST 2048         /* bytes */
#define TEXT_MOST     (128u << 10) /* bytes */
#define FILES         3

/* Of APPNOTE.TXT 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16. */
#define LOCAL   0x04034b50
#define CENTRAL 0x02014b50
#define FINAL   0x06054b50
#define VERSION 10 /* 1.0: stored files */

struct file {
	struct str name;
	struct bytes body;
	uint32_t sum, at; /* CRC-32; where its header stands */
};

static uint32_t
crc32_of(struct bytes b)
{
	uint32_t sum = UINT32_MAX;

	for (size_t i = 0; i < b.len; i++) {
		sum ^= b.at[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum;
}

/* ZIP writes the low byte first. */
static void
put16(struct buf *to, unsigned n)
{
	buf_u8(to, (uint8_t)n);
	buf_u8(to, (uint8_t)(n >> 8));
}

static void
put32(struct buf *to, size_t n)
{
	put16(to, (unsigned)(n & 0xffff));
	put16(to, (unsigned)(n >> 16 & 0xffff));
}

/* UTC, to two seconds, as ZIP has it; its years begin in 1980. */
static void
put_when(int64_t ms, struct buf *to)
{
	int64_t seconds = ms / 1000;
	struct ymd d = day_ymd((day)(seconds / 86400));

	put16(to,
	    (unsigned)(seconds / 3600 % 24 << 11 | seconds / 60 % 60 << 5 |
		seconds % 60 / 2));
	put16(to,
	    (unsigned)((d.y < 1980 ? 0 : d.y - 1980) << 9 | d.m << 5 | d.d));
}

/* What a local and a central header have in common. */
static void
put_about(const struct file *f, int64_t date, struct buf *to)
{
	put16(to, VERSION);
	put16(to, 0); /* flags */
	put16(to, 0); /* stored */
	put_when(date, to);
	put32(to, f->sum);
	put32(to, f->body.len);
	put32(to, f->body.len);
	put16(to, (unsigned)f->name.len);
	put16(to, 0); /* nothing more */
}

static void
put_zip(struct file *files, int64_t date, struct buf *to)
{
	size_t start = to->len;

	for (size_t i = 0; i < FILES; i++) {
		files[i].at = (uint32_t)(to->len - start);
		files[i].sum = crc32_of(files[i].body);
		put32(to, LOCAL);
		put_about(&files[i], date, to);
		buf_str(to, files[i].name);
		buf_bytes(to, files[i].body);
	}
	size_t central = to->len - start;
	for (size_t i = 0; i < FILES; i++) {
		put32(to, CENTRAL);
		put16(to, VERSION);
		put_about(&files[i], date, to);
		put16(to, 0); /* no comment */
		put16(to, 0); /* of this disk */
		put16(to, 0);
		put32(to, 0); /* no attributes */
		put32(to, files[i].at);
		buf_str(to, files[i].name);
	}
	size_t end = to->len - start;
	put32(to, FINAL);
	put16(to, 0);
	put16(to, 0);
	put16(to, FILES);
	put16(to, FILES);
	put32(to, end - central);
	put32(to, central);
	put16(to, 0);
}

static void
put_answered(const struct file *f, struct buf *to)
{
	uint8_t sum[HASH_SHA256];

	hash_sha256(f->body, sum);
	buf_str(to, TXT("\r\nFichier: "));
	buf_str(to, f->name);
	buf_str(to, TXT("\r\nTaille (octets): "));
	buf_number(to, (int64_t)f->body.len, 1);
	buf_str(to, TXT("\r\nSHA-256: "));
	encode_hex(to, (struct bytes){sum, sizeof(sum)});
}

/* It answers for the files before it. */
static void
put_manifest(const struct letter *l, const struct file files[static FILES],
    struct buf *to)
{
	buf_str(to, TXT("CONFIDENTIEL - Art. 8\r\nReference: "));
	buf_str(to, l->reference);
	buf_str(to, TXT("\r\nInstant (ms UTC): "));
	buf_number(to, l->date, 1);
	for (size_t i = 0; i + 1 < FILES; i++)
		put_answered(&files[i], to);
	buf_str(to, TXT("\r\n"));
}

static void
put_name(const struct letter *l, const char *end, struct buf *to)
{
	buf_str(to, l->reference);
	buf_str(to, str_of(end));
}

enum err
parcel_write(struct arena *mem, const struct letter *l, struct buf *to,
    uint8_t manifest[HASH_SHA256])
{
	size_t mark = arena_mark(mem), len = to->len,
	       most = l->reference.len + 4;
	struct buf name = buf_new(mem, most), text_name = buf_new(mem, most);
	struct buf about = buf_new(mem, MANIFEST_MOST);
	struct buf pdf = buf_new(mem, PDF_MOST);
	struct buf text = buf_new(mem, TEXT_MOST);
	enum err e = buf_err(&pdf);

	put_name(l, ".pdf", &name);
	put_name(l, ".txt", &text_name);
	if (e == ERR_OK)
		e = pdf_write(mem, l, &pdf, NULL);
	plain_write(l, &text); /* all of it: a fiche ends at two pages */
	if (e == ERR_OK) {
		struct file files[FILES] = {{.name = buf_text(&name),
						.body = buf_done(&pdf)},
		    {.name = buf_text(&text_name), .body = buf_done(&text)},
		    {.name = MANIFEST}};
		put_manifest(l, files, &about);
		files[FILES - 1].body = buf_done(&about);
		put_zip(files, l->date, to);
		const struct buf *all[] = {&name, &text_name, &text, &about,
		    to};
		for (size_t i = 0; e == ERR_OK && i < 5; i++)
			e = buf_err(all[i]);
		if (e == ERR_OK)
			hash_sha256(buf_done(&about), manifest);
	}
	arena_back(mem, mark);
	if (e != ERR_OK && to->len > len) {
		explicit_bzero(to->at + len, to->len - len);
		to->len = len;
	}
	return e;
}
