/*
 * Whatever stands in Signature-Input, Signature, Content-Digest: what is
 * accepted is byte for byte what we would have written.
 */
#include "http/httpsig.h"

#include <stdlib.h>

#include "crypto/secret.h"
#include "http/digest.h"
#include "http/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static void
input(struct str text, enum httpsig_side side)
{
	char room[HTTPSIG_INPUT_MOST], base[HTTPSIG_BASE_MOST];
	struct buf ours = buf_over(room, sizeof(room));
	struct buf to = buf_over(base, sizeof(base));
	struct str keyid;

	if (httpsig_input_read(text, side, &keyid) != ERR_OK)
		return;
	httpsig_input_write(&ours, side, keyid);
	must(buf_err(&ours) == ERR_OK && str_eq(buf_text(&ours), text));

	struct httpsig_request r = {TXT("POST"), TXT("/sync/v1"), TXT("d"), 1,
	    TXT("t"), TXT("d"), TXT("n")};
	httpsig_request_base(&to, &r, keyid);
	must(buf_err(&to) == ERR_OK);
}

static void
signature(struct str text)
{
	uint8_t sig[HTTPSIG_LEN];
	char room[128];
	struct buf ours = buf_over(room, sizeof(room));

	if (httpsig_signature_read(text, sig) != ERR_OK)
		return;
	httpsig_signature_write(&ours, sig);
	must(buf_err(&ours) == ERR_OK && str_eq(buf_text(&ours), text));
}

static void
digest(struct str text)
{
	char room[DIGEST_TEXT];
	struct buf ours = buf_over(room, sizeof(room));

	enum err e = digest_check(text, str_bytes(TXT("")));
	digest_write(&ours, str_bytes(TXT("")));
	must((e == ERR_OK) == str_eq(buf_text(&ours), text));
}

static void
copy_value(struct field *f, struct buf *to, struct bytes room)
{
	struct buf bytes = buf_over((uint8_t *)(uintptr_t)room.at, room.len);

	if (str_starts(f->rest, TXT(":"))) {
		field_binary(f, &bytes);
		field_put_binary(to, buf_done(&bytes));
	} else {
		field_put_string(to, field_string(f));
	}
}

static void
copy_parameters(struct field *f, struct buf *to, struct bytes room)
{
	struct str key;

	while (field_parameter(f, &key)) {
		buf_str(to, TXT(";"));
		buf_str(to, key);
		if (field_valued(f)) {
			buf_str(to, TXT("="));
			copy_value(f, to, room);
		}
	}
}

static void
copy_list(struct field *f, struct buf *to, struct bytes room)
{
	bool first = true;

	buf_str(to, TXT("("));
	for (field_list(f); field_item(f); first = false) {
		buf_str(to, first ? TXT("") : TXT(" "));
		copy_value(f, to, room);
		copy_parameters(f, to, room);
	}
	buf_str(to, TXT(")"));
}

/* Any dictionary: written again as it is read, it is what it was. */
static void
dictionary(struct str text)
{
	size_t most = text.len * 2 + 64;
	struct bytes room = {malloc(most), most};
	struct buf to = buf_over(malloc(most), most);
	struct field f = field_open(text);
	struct str key;
	bool first = true;

	for (; field_member(&f, &key); first = false) {
		buf_str(&to, first ? TXT("") : TXT(", "));
		buf_str(&to, key);
		if (field_valued(&f)) {
			buf_str(&to, TXT("="));
			if (str_starts(f.rest, TXT("(")))
				copy_list(&f, &to, room);
			else
				copy_value(&f, &to, room);
		}
		copy_parameters(&f, &to, room);
	}
	if (field_end(&f) == ERR_OK) {
		must(buf_err(&to) == ERR_OK);
		must(str_eq(buf_text(&to), text));
	}
	free((void *)(uintptr_t)room.at);
	free(to.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str text = {(const char *)at, len};

	secret_start();
	input(text, HTTPSIG_REQUEST);
	input(text, HTTPSIG_ANSWER);
	signature(text);
	digest(text);
	dictionary(text);
	return 0;
}
