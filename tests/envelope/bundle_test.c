#define SUITE envelope_bundle
#include "../test.h"

#include "envelope/bundle.h"

static uint8_t file[4096];
static size_t file_len;
static struct bundle bundle;

/* A file of two envelopes, "one" and "three". */
static void
write_it(void)
{
	struct bytes what[] = {str_bytes(TXT("one")), str_bytes(TXT("three"))};
	struct bundle_entry entry[2];
	struct ident device = {{7}};
	struct bundle_out out;
	FILE *to = fmemopen(file, sizeof(file), "wb");

	for (int i = 0; i < 2; i++) {
		hash_sha256(what[i], entry[i].sha256);
		entry[i].len = (uint32_t)what[i].len;
	}
	bundle_begin(&out, to, &device, entry, 2);
	for (int i = 0; i < 2; i++)
		bundle_add(&out, what[i]);
	OK(bundle_end(&out));
	file_len = (size_t)ftell(to);
	fclose(to);
}

/* How many envelopes are read of the first `len` bytes, and how it ends. */
static enum err
read_it(size_t len, unsigned *count)
{
	FILE *from = fmemopen(file, len, "rb");
	struct bytes one;

	*count = 0;
	if (!from) /* nothing at all is no file to fmemopen */
		return ERR_MANGLED;
	enum err e = bundle_open(from, &bundle);
	while (e == ERR_OK && (e = bundle_next(&bundle, &one)) == ERR_OK)
		++*count;
	fclose(from);
	return e;
}

TEST(what_was_written_is_read_back)
{
	FILE *from;
	struct bytes one;

	write_it();
	EQ(file_len, 28 + 2 * 36 + 8 + 32);
	from = fmemopen(file, file_len, "rb");
	OK(bundle_open(from, &bundle));
	EQ(bundle.count, 2);
	EQ(bundle.device.at[0], 7);
	OK(bundle_next(&bundle, &one));
	SAME_TEXT(str_from(one), "one");
	OK(bundle_next(&bundle, &one));
	SAME_TEXT(str_from(one), "three");
	EQ(bundle_next(&bundle, &one), ERR_ABSENT);
	fclose(from);
}

TEST(a_stick_pulled_out_too_early_is_told_at_every_byte)
{
	unsigned count;

	write_it();
	for (size_t len = 0; len < file_len; len++)
		EQ(read_it(len, &count), ERR_MANGLED);
	EQ(read_it(file_len, &count), ERR_ABSENT);
	EQ(count, 2);
}

TEST(a_byte_that_was_altered_is_told)
{
	unsigned count;

	write_it();
	for (size_t i = 0; i < file_len; i++) {
		file[i] ^= 0x10;
		EQ(read_it(file_len, &count), ERR_MANGLED);
		file[i] ^= 0x10;
	}
	file[file_len] = 0;
	EQ(read_it(file_len + 1, &count), ERR_MANGLED);
}
