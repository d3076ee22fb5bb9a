/*
 * Noise as a bundle: whatever is read is what its manifest says.
 */
#include "envelope/bundle.h"

static struct bundle bundle;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t file[1 << 16];
	struct bytes one;

	if (size == 0 || size > sizeof(file))
		return 0;
	memcpy(file, data, size);
	FILE *from = fmemopen(file, size, "rb");
	must(from);
	enum err e = bundle_open(from, &bundle);
	while (e == ERR_OK && (e = bundle_next(&bundle, &one)) == ERR_OK)
		must(one.len == bundle.entry[bundle.next - 1].len);
	must(e == ERR_ABSENT || e == ERR_MANGLED);
	fclose(from);
	return 0;
}
