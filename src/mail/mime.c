#include "mail/mime.h"

#include "base/encode.h"
#include "calendar/day.h"
#include "http/octet.h"

#define LINE       76 /* characters of a line of the body (RFC 2045, 6.7) */
#define LOCAL_MOST 64 /* bytes before the @ (RFC 5321, 4.5.3.1.1) */
#define WORD_BYTES 45 /* of a subject in one encoded word of 75 (RFC 2047) */

/* --- what may stand in a header ------------------------------------------- */

static bool
is_atom(char c)
{
	return octet_alnum(c) || (c != 0 && strchr("!#$%&'*+/=?^_`{|}~-", c));
}

static bool
is_label(char c)
{
	return octet_alnum(c) || c == '-';
}

/* Words of `is`, parted by dots. */
static bool
dotted(struct str s, bool (*is)(char c))
{
	size_t words = 0;

	while (s.len > 0 || words == 0) {
		bool last = str_find(s, '.', 0) == s.len;
		struct str word = str_cut(&s, '.');
		if (word.len == 0 || !octet_all(word, is))
			return false;
		words++;
		if (!last && s.len == 0)
			return false; /* it ends with a dot */
	}
	return true;
}

bool
mime_address(struct str address)
{
	struct str rest = address;
	struct str local = str_cut(&rest, '@');

	return address.len <= MIME_ADDRESS_MOST && local.len <= LOCAL_MOST &&
	    dotted(local, is_atom) && dotted(rest, is_label) &&
	    str_find(rest, '.', 0) < rest.len;
}

static bool
is_subject(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((uint8_t)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return false;
	return s.len > 0 && s.len <= 200 && str_utf8(s);
}

static enum err
judge(const struct mime *m)
{
	if (m->to_count == 0 || !mime_address(m->from) ||
	    !letter_reference(m->reference) || !is_subject(m->subject) ||
	    !str_utf8(m->text))
		return ERR_INPUT;
	if (m->to_count > MIME_ADDRESSES_MOST ||
	    m->cc_count > MIME_ADDRESSES_MOST)
		return ERR_LIMIT;
	for (size_t i = 0; i < m->to_count; i++)
		if (!mime_address(m->to[i]))
			return ERR_INPUT;
	for (size_t i = 0; i < m->cc_count; i++)
		if (!mime_address(m->cc[i]))
			return ERR_INPUT;
	return ERR_OK;
}

/* --- headers -----------------------------------------------------------------
 */

static void
put_addresses(const char *name, const struct str *at, size_t count,
    struct buf *to)
{
	if (count == 0)
		return;
	buf_str(to, str_of(name));
	for (size_t i = 0; i < count; i++) {
		buf_str(to, i > 0 ? TXT(",\r\n ") : TXT(""));
		buf_str(to, at[i]);
	}
	buf_str(to, TXT("\r\n"));
}

/* As it is if it is ASCII; else in encoded words, each whole characters. */
static void
put_subject(struct str s, struct buf *to)
{
	buf_str(to, TXT("Subject: "));
	if (octet_all(s, octet_text)) {
		buf_str(to, s);
		buf_str(to, TXT("\r\n"));
		return;
	}
	for (bool first = true; s.len > 0; first = false) {
		size_t n = s.len < WORD_BYTES ? s.len : WORD_BYTES;
		while (n < s.len && ((uint8_t)s.at[n] & 0xc0) == 0x80)
			n--;
		buf_str(to, first ? TXT("=?UTF-8?B?") : TXT("\r\n =?UTF-8?B?"));
		encode_base64(to, str_bytes(str_part(s, 0, n)));
		buf_str(to, TXT("?="));
		s = str_part(s, n, SIZE_MAX);
	}
	buf_str(to, TXT("\r\n"));
}

/* « Sun, 22 Nov 2026 03:10:00 +0000 » (RFC 5322, 3.3) */
static void
put_date(int64_t ms, struct buf *to)
{
	static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	    "Sun"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t seconds = ms / 1000;
	day n = (day)(seconds / 86400);
	struct ymd d = day_ymd(n);

	buf_str(to, TXT("Date: "));
	buf_str(to, str_of(days[day_weekday(n)]));
	buf_str(to, TXT(", "));
	buf_number(to, d.d, 1);
	buf_str(to, TXT(" "));
	buf_str(to, str_of(months[d.m - 1]));
	buf_str(to, TXT(" "));
	buf_number(to, d.y, 4);
	buf_str(to, TXT(" "));
	buf_number(to, seconds / 3600 % 24, 2);
	buf_str(to, TXT(":"));
	buf_number(to, seconds / 60 % 60, 2);
	buf_str(to, TXT(":"));
	buf_number(to, seconds % 60, 2);
	buf_str(to, TXT(" +0000\r\n"));
}

static void
put_boundary(const struct mime *m, struct buf *to)
{
	buf_str(to, TXT("=_")); /* stands in no line of ours: RFC 2045, 6.7 */
	ident_put(to, &m->id);
}

static void
put_head(const struct mime *m, struct buf *to)
{
	struct str domain = m->from;

	(void)str_cut(&domain, '@');
	put_addresses("From: ", &m->from, 1, to);
	put_addresses("To: ", m->to, m->to_count, to);
	put_addresses("Cc: ", m->cc, m->cc_count, to);
	put_subject(m->subject, to);
	put_date(m->date, to);
	buf_str(to, TXT("Message-ID: <"));
	ident_put(to, &m->id);
	buf_str(to, TXT("@"));
	buf_str(to, domain);
	buf_str(to,
	    TXT(">\r\nAuto-Submitted: auto-generated\r\n"
		"X-Fichep-Reference: "));
	buf_str(to, m->reference);
	buf_str(to,
	    TXT("\r\nMIME-Version: 1.0\r\n"
		"Content-Language: fr\r\n"
		"Content-Type: multipart/mixed;\r\n boundary=\""));
	put_boundary(m, to);
	buf_str(to, TXT("\"\r\n\r\n"));
}

/* --- bodies
 * -------------------------------------------------------------------- */

/* May `c` stand as itself, where it stands on its line? */
static bool
plain(struct str s, size_t i, size_t column)
{
	char c = s.at[i];
	bool ends = i + 1 == s.len || s.at[i + 1] == '\n';

	if (c == ' ')
		return !ends;
	if (column == 0 && (c == '.' || c == 'F'))
		return false; /* what relays take for an end, or a mailbox */
	return octet_visible(c) && c != '=';
}

/* RFC 2045, 6.7. */
static void
put_quoted(struct str s, struct buf *to)
{
	size_t column = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '\n') {
			buf_str(to, TXT("\r\n"));
			column = 0;
			continue;
		}
		if (column > LINE - 4) {
			buf_str(to, TXT("=\r\n"));
			column = 0;
		}
		if (plain(s, i, column)) {
			buf_u8(to, (uint8_t)c);
			column++;
			continue;
		}
		buf_u8(to, '=');
		buf_u8(to, (uint8_t) "0123456789ABCDEF"[(uint8_t)c >> 4]);
		buf_u8(to, (uint8_t) "0123456789ABCDEF"[(uint8_t)c & 15]);
		column += 3;
	}
	buf_str(to, TXT("\r\n"));
}

static void
put_base64(struct bytes b, struct buf *to)
{
	const size_t most = LINE / 4 * 3;

	for (size_t i = 0; i < b.len; i += most) {
		struct str part = str_part(str_from(b), i, most);
		encode_base64(to, str_bytes(part));
		buf_str(to, TXT("\r\n"));
	}
}

static void
put_between(const struct mime *m, bool last, struct buf *to)
{
	buf_str(to, TXT("--"));
	put_boundary(m, to);
	buf_str(to, last ? TXT("--\r\n") : TXT("\r\n"));
}

static void
put_pdf(const struct mime *m, struct buf *to)
{
	put_between(m, false, to);
	buf_str(to,
	    TXT("Content-Type: application/pdf\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"Content-Disposition: attachment;\r\n filename=\""));
	buf_str(to, m->reference);
	buf_str(to, TXT(".pdf\"\r\n\r\n"));
	put_base64(m->pdf, to);
}

enum err
mime_write(const struct mime *m, struct buf *to)
{
	enum err e = judge(m);

	if (e != ERR_OK)
		return e;
	put_head(m, to);
	put_between(m, false, to);
	buf_str(to,
	    TXT("Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n"
		"Content-Disposition: inline\r\n\r\n"));
	put_quoted(m->text, to);
	if (m->pdf.len > 0)
		put_pdf(m, to);
	put_between(m, true, to);
	return buf_err(to);
}
