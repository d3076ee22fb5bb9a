#include "http/httpsig.h"

#include "http/field.h"
#include "http/octet.h"

#define COVERED_MOST 7
#define SIGNATURE_TEXT                                                         \
	90 /* bytes of HTTPSIG_LEN bytes in base64, colons too                 \
	    */

/* What is covered, as it is identified, in the order it is signed in. */
static const struct {
	size_t count;
	const char *name[COVERED_MOST];
} profile[] = {
    [HTTPSIG_REQUEST] = {7,
	{"\"@method\"", "\"@path\"", "\"content-digest\"", "\"content-length\"",
	    "\"content-type\"", "\"sync-device\"", "\"sync-nonce\""}},
    [HTTPSIG_ANSWER] = {5,
	{"\"@status\"", "\"content-digest\"", "\"content-length\"",
	    "\"content-type\"", "\"signature\";key=\"sig\";req"}},
};

static bool
value_sound(struct str value)
{
	return value.len > 0 && value.len <= HTTPSIG_VALUE_MOST &&
	    octet_all(value, octet_text) && str_eq(str_trim(value), value);
}

void
httpsig_base(struct buf *to, const struct httpsig_component *covered,
    size_t count, struct str parameters)
{
	for (size_t i = 0; i < count; i++) {
		if (!value_sound(covered[i].value))
			buf_fail(to, ERR_MANGLED);
		buf_str(to, covered[i].name);
		buf_str(to, TXT(": "));
		buf_str(to, covered[i].value);
		buf_str(to, TXT("\n"));
	}
	buf_str(to, TXT("\"@signature-params\": "));
	buf_str(to, parameters);
}

static bool
keyid_octet(char c)
{
	return (c >= 'a' && c <= 'z') || octet_digit(c) || c == '-';
}

/* The inner list and its parameters: what follows the label. */
static void
parameters(struct buf *to, enum httpsig_side side, struct str keyid)
{
	if (keyid.len == 0 || keyid.len > HTTPSIG_KEYID_MOST ||
	    !octet_all(keyid, keyid_octet)) {
		buf_fail(to, ERR_MANGLED);
		return;
	}
	buf_str(to, TXT("("));
	for (size_t i = 0; i < profile[side].count; i++) {
		buf_str(to, i > 0 ? TXT(" ") : TXT(""));
		buf_str(to, str_of(profile[side].name[i]));
	}
	buf_str(to, TXT(");keyid="));
	field_put_string(to, keyid);
	buf_str(to, TXT(";alg=\"ed25519\""));
}

/* `value` holds one text for each component of the profile, in its order. */
static void
base(struct buf *to, enum httpsig_side side, const struct str *value,
    struct str keyid)
{
	struct httpsig_component covered[COVERED_MOST];
	char room[HTTPSIG_INPUT_MOST];
	struct buf text = buf_over(room, sizeof(room));

	for (size_t i = 0; i < profile[side].count; i++)
		covered[i] =
		    (struct httpsig_component){str_of(profile[side].name[i]),
			value[i]};
	parameters(&text, side, keyid);
	if (buf_err(&text) != ERR_OK)
		buf_fail(to, buf_err(&text));
	httpsig_base(to, covered, profile[side].count, buf_text(&text));
}

/* A number as text, in `room`. */
static struct str
number(uint64_t n, char room[20])
{
	struct buf text = buf_over(room, 20);

	must(n <= INT64_MAX);
	buf_number(&text, (int64_t)n, 1);
	return buf_text(&text);
}

void
httpsig_request_base(struct buf *to, const struct httpsig_request *r,
    struct str keyid)
{
	char length[20];
	const struct str value[] = {r->method, r->path, r->digest,
	    number(r->length, length), r->type, r->device, r->nonce};

	base(to, HTTPSIG_REQUEST, value, keyid);
}

void
httpsig_answer_base(struct buf *to, const struct httpsig_answer *a,
    struct str keyid)
{
	char length[20], status[20], room[SIGNATURE_TEXT];
	struct buf asked = buf_over(room, sizeof(room));

	must(a->status >= 100 && a->status <= 599);
	field_put_binary(&asked, (struct bytes){a->request, HTTPSIG_LEN});
	must(buf_err(&asked) == ERR_OK);
	const struct str value[] = {number((uint64_t)a->status, status),
	    a->digest, number(a->length, length), a->type, buf_text(&asked)};

	base(to, HTTPSIG_ANSWER, value, keyid);
}

void
httpsig_input_write(struct buf *to, enum httpsig_side side, struct str keyid)
{
	buf_str(to, TXT("sig="));
	parameters(to, side, keyid);
}

void
httpsig_signature_write(struct buf *to, const uint8_t signature[HTTPSIG_LEN])
{
	buf_str(to, TXT("sig="));
	field_put_binary(to, (struct bytes){signature, HTTPSIG_LEN});
}

/* The keyid of a Signature-Input of one member; "" if it is something else. */
static struct str
keyid_of(struct str value)
{
	struct field f = field_open(value);
	struct str keyid = TXT(""), key;

	if (!field_member(&f, &key))
		return keyid;
	for (field_list(&f); field_item(&f);) {
		(void)field_string(&f);
		while (field_parameter(&f, &key))
			if (field_valued(&f))
				(void)field_string(&f);
	}
	while (field_parameter(&f, &key)) {
		struct str text = field_string(&f);
		if (str_eq(key, TXT("keyid")))
			keyid = text;
	}
	return field_end(&f) == ERR_OK ? keyid : TXT("");
}

enum err
httpsig_input_read(struct str value, enum httpsig_side side, struct str *keyid)
{
	char room[HTTPSIG_INPUT_MOST];
	struct buf ours = buf_over(room, sizeof(room));
	struct str by = keyid_of(value);

	/* There is one way to say it: whatever else was said is refused. */
	httpsig_input_write(&ours, side, by);
	if (buf_err(&ours) != ERR_OK || !str_eq(buf_text(&ours), value))
		return ERR_MANGLED;
	*keyid = by;
	return ERR_OK;
}

enum err
httpsig_signature_read(struct str value, uint8_t signature[HTTPSIG_LEN])
{
	uint8_t room[HTTPSIG_LEN];
	struct buf read = buf_over(room, sizeof(room));
	struct field f = field_open(value);
	struct str key = TXT("");

	if (!field_member(&f, &key) || !str_eq(key, TXT("sig")))
		return ERR_MANGLED;
	field_binary(&f, &read);
	if (field_end(&f) != ERR_OK || read.len != sizeof(room))
		return ERR_MANGLED;
	memcpy(signature, room, sizeof(room));
	return ERR_OK;
}
