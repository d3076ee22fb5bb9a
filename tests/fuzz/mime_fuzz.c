#include "mail/mime.h"

#include <stdlib.h>

/*
 * Addresses, a subject, a reference and a text out of noise, parted by newlines
 * but for the text: whatever they are, a message is refused or is lines that
 * end with both bytes, are short, and whose heads are the eleven we write.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
judge(struct str m)
{
	struct str rest = m;
	size_t heads = 0;
	bool body = false;

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		if (line.len == 0 || line.at[line.len - 1] != '\r' ||
		    str_find(line, '\r', 0) != line.len - 1 ||
		    line.len > (body ? 77 : 999))
			abort();
		body = body || line.len == 1;
		heads += !body && line.at[0] != ' ' && line.at[0] != '\t';
		for (size_t i = 0; i < line.len; i++)
			if ((uint8_t)line.at[i] > 0x7e)
				abort();
	}
	if (heads != 11)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static uint8_t room[1u << 20];
	struct str rest = {(const char *)data, len};
	struct buf b = buf_over(room, sizeof(room));
	struct mime m = {.date = 1795313400000, .to_count = 1, .cc_count = 1};
	struct str to = str_cut(&rest, '\n');
	struct str cc = str_cut(&rest, '\n');

	m.from = str_cut(&rest, '\n');
	m.subject = str_cut(&rest, '\n');
	m.reference = str_cut(&rest, '\n');
	m.text = rest;
	m.to = &to;
	m.cc = &cc;
	m.pdf = (struct bytes){data, len};
	if (mime_write(&m, &b) == ERR_OK)
		judge(buf_text(&b));
	return 0;
}
