#include "crypto/totp.h"

#include <bearssl.h>

#include "base/encode.h"
#include "crypto/secret.h"

#define MODULO 1000000u /* ten to the TOTP_DIGITS */

int64_t
totp_step(int64_t at)
{
	return at / TOTP_STEP;
}

static void
hmac_sha1(const uint8_t key[TOTP_SECRET], const uint8_t message[8],
    uint8_t to[br_sha1_SIZE])
{
	br_hmac_key_context key_state;
	br_hmac_context state;

	br_hmac_key_init(&key_state, &br_sha1_vtable, key, TOTP_SECRET);
	br_hmac_init(&state, &key_state, 0);
	br_hmac_update(&state, message, 8);
	(void)br_hmac_out(&state, to);
	secret_wipe(&key_state, sizeof(key_state));
	secret_wipe(&state, sizeof(state));
}

void
totp_code(const uint8_t secret[TOTP_SECRET], int64_t step,
    char code[TOTP_DIGITS])
{
	uint8_t message[8], mac[br_sha1_SIZE];

	for (int i = 0; i < 8; i++)
		message[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	hmac_sha1(secret, message, mac);
	const uint8_t *at =
	    mac + (mac[sizeof(mac) - 1] & 15); /* RFC 4226, 5.3 */
	uint32_t n = ((uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 |
			 (uint32_t)at[2] << 8 | at[3]) %
	    MODULO;
	secret_wipe(mac, sizeof(mac));
	for (int i = TOTP_DIGITS - 1; i >= 0; i--, n /= 10)
		code[i] = (char)('0' + n % 10);
}

/* The digits of what was typed: « 123 456 » is as good as « 123456 ». */
static bool
read_digits(struct str typed, char code[TOTP_DIGITS])
{
	size_t n = 0;

	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c == ' ')
			continue;
		if (c < '0' || c > '9' || n == TOTP_DIGITS)
			return false;
		code[n++] = c;
	}
	return n == TOTP_DIGITS;
}

enum err
totp_check(const uint8_t secret[TOTP_SECRET], struct str typed, int64_t at,
    int64_t *last)
{
	char given[TOTP_DIGITS], right[TOTP_DIGITS];
	int64_t now = totp_step(at), found = -1;

	if (!read_digits(typed, given))
		return ERR_INPUT;
	for (int64_t step = now - 1; step <= now + 1; step++) {
		totp_code(secret, step, right);
		if (secret_eq(BYTES_OF(given), BYTES_OF(right)) &&
		    step > *last && found < 0)
			found = step;
	}
	secret_wipe(right, sizeof(right));
	if (found < 0)
		return ERR_DENIED;
	*last = found;
	return ERR_OK;
}

static void
put_percent(struct buf *to, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = (uint8_t)text.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
		if (plain) {
			buf_u8(to, c);
			continue;
		}
		buf_u8(to, '%');
		buf_u8(to, (uint8_t) "0123456789ABCDEF"[c >> 4]);
		buf_u8(to, (uint8_t) "0123456789ABCDEF"[c & 15]);
	}
}

void
totp_uri(const uint8_t secret[TOTP_SECRET], struct str issuer, struct str login,
    struct buf *to)
{
	buf_str(to, TXT("otpauth://totp/"));
	put_percent(to, issuer);
	buf_str(to, TXT(":"));
	put_percent(to, login);
	buf_str(to, TXT("?secret="));
	encode_base32(to, (struct bytes){secret, TOTP_SECRET});
	buf_str(to, TXT("&issuer="));
	put_percent(to, issuer);
}
