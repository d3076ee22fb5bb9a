#include "tls/der.h"

#include "base/clock.h"

size_t
der_open(struct buf *b, int tag)
{
	buf_u8(b, (uint8_t)tag);
	return b->len;
}

/* Until now the content stands where its length has to: make room for it. */
void
der_close(struct buf *b, size_t at)
{
	uint8_t head[3];
	size_t n = 0;

	if (b->err != ERR_OK)
		return;
	size_t len = b->len - at;
	if (len > DER_CONTENT_MOST) {
		buf_fail(b, ERR_LIMIT);
		return;
	}
	if (len > 0xff)
		head[n++] = 0x82, head[n++] = (uint8_t)(len >> 8);
	else if (len > 0x7f)
		head[n++] = 0x81;
	head[n++] = (uint8_t)len;

	buf_bytes(b, (struct bytes){head, n}); /* as many bytes, at the end */
	if (b->err != ERR_OK)
		return;
	memmove(b->at + at + n, b->at + at, len);
	memcpy(b->at + at, head, n);
}

void
der_bytes(struct buf *b, int tag, struct bytes v)
{
	size_t at = der_open(b, tag);

	buf_bytes(b, v);
	der_close(b, at);
}

void
der_integer(struct buf *b, struct bytes v)
{
	size_t at = der_open(b, DER_INTEGER);

	while (v.len > 1 && v.at[0] == 0)
		v.at++, v.len--;
	if (v.len == 0 || v.at[0] > 0x7f)
		buf_u8(b, 0); /* or it would read as negative */
	buf_bytes(b, v);
	der_close(b, at);
}

void
der_small(struct buf *b, uint8_t v)
{
	der_integer(b, (struct bytes){&v, 1});
}

void
der_bits(struct buf *b, struct bytes v)
{
	size_t at = der_open(b, DER_BITS);

	buf_u8(b, 0); /* no bit of the last byte is unused */
	buf_bytes(b, v);
	der_close(b, at);
}

/* Civil date of a day since 1970, by counting; certificates are rare. */
static void
civil(int64_t days, int64_t *year, int *month, int *day)
{
	static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31};
	bool leap;

	for (*year = 1970;; (*year)++) {
		leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
		if (days < 365 + leap)
			break;
		days -= 365 + leap;
	}
	for (*month = 0;; (*month)++) {
		int len = lengths[*month] + (*month == 1 && leap);
		if (days < len)
			break;
		days -= len;
	}
	*month += 1;
	*day = (int)days + 1;
}

void
der_time(struct buf *b, int64_t ms)
{
	const int64_t most = INT64_C(253402300800) * CLOCK_SECOND; /* 10000 */
	int64_t year;
	int month, day;

	if (ms < 0 || ms >= most) {
		buf_fail(b, ERR_INPUT);
		return;
	}
	civil(ms / CLOCK_DAY, &year, &month, &day);
	int64_t rest = ms % CLOCK_DAY / CLOCK_SECOND;

	size_t at = der_open(b, year < 2050 ? DER_UTC_TIME : DER_TIME);
	if (year < 2050)
		buf_number(b, year % 100, 2);
	else
		buf_number(b, year, 4);
	buf_number(b, month, 2);
	buf_number(b, day, 2);
	buf_number(b, rest / 3600, 2);
	buf_number(b, rest / 60 % 60, 2);
	buf_number(b, rest % 60, 2);
	buf_str(b, TXT("Z"));
	der_close(b, at);
}

void
der_spki(struct buf *b, const uint8_t point[TLS_KEY_PUBLIC])
{
	static const uint8_t ec_key[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1};
	static const uint8_t p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};

	size_t spki = der_open(b, DER_SEQUENCE);
	size_t kind = der_open(b, DER_SEQUENCE);
	der_bytes(b, DER_OID, BYTES_OF(ec_key));
	der_bytes(b, DER_OID, BYTES_OF(p256));
	der_close(b, kind);
	der_bits(b, (struct bytes){point, TLS_KEY_PUBLIC});
	der_close(b, spki);
}
