#define SUITE tls_tls_cert
#include "../test.h"

#include <unistd.h>

#include "base/clock.h"
#include "tls/tls_cert.h"
#include "tls/tls_chain.h"
#include "tls/tls_pin.h"

/* 14 July 2026, noon */
#define NOON INT64_C(1784030400000)

static const struct str hosts[] = {
    {"boitier.foyer.example", 21},
    {"localhost", 9},
    {"127.0.0.1", 9},
    {"2001:db8::17", 12},
};
static const struct tls_cert_names names = {hosts, 4};

/* What a shell command prints; its exit status must be 0. */
static struct str
told(struct arena *mem, const char *command)
{
	const size_t room = 1 << 16;
	char *at = arena_take(mem, room);
	FILE *f = popen(command, "r");

	TRUE(at && f);
	size_t len = fread(at, 1, room, f);
	EQ(pclose(f), 0);
	return (struct str){at, len};
}

static bool
has(struct str text, const char *part)
{
	return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

static void
kept(const char *path, struct bytes body)
{
	FILE *f = fopen(path, "wb");

	TRUE(f && fwrite(body.at, 1, body.len, f) == body.len);
	TRUE(fclose(f) == 0);
}

static struct bytes
pem_of(struct arena *mem, struct str label, struct bytes der)
{
	struct buf pem = buf_new(mem, TLS_CERT_PEM_MOST);

	tls_cert_pem(label, der, &pem);
	OK(buf_err(&pem));
	return buf_done(&pem);
}

static struct bytes
made(struct arena *mem, const uint8_t key[TLS_KEY_LEN])
{
	struct buf der = buf_new(mem, TLS_CERT_MOST);

	OK(tls_cert_make(key, names, NOON, &der));
	return pem_of(mem, TLS_CERT_LABEL, buf_done(&der));
}

TEST(openssl_finds_in_the_certificate_what_was_put_in)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN];
	char path[] = "/tmp/fichep-cert-XXXXXX", command[256];

	TRUE(mkdtemp(path));
	TRUE(chdir(path) == 0);
	tls_key_make(key);
	kept("cert.pem", made(&mem, key));

	struct str text = told(&mem, "openssl x509 -in cert.pem -noout -text");
	static const char *const parts[] = {
	    "Version: 3 (0x2)",
	    "Signature Algorithm: ecdsa-with-SHA256",
	    "Issuer: CN = boitier.foyer.example",
	    "Not Before: Jul 13 12:00:00 2026 GMT",
	    "Not After : Oct 15 12:00:00 2028 GMT",
	    "Subject: CN = boitier.foyer.example",
	    "ASN1 OID: prime256v1",
	    "X509v3 Basic Constraints: critical\n                CA:FALSE",
	    "X509v3 Key Usage: critical\n                Digital Signature\n",
	    "TLS Web Server Authentication\n",
	    "X509v3 Subject Key Identifier",
	    "DNS:boitier.foyer.example, DNS:localhost, IP Address:127.0.0.1",
	    "IP Address:2001:DB8:0:0:0:0:0:17\n",
	};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		snprintf(test_where, sizeof(test_where), " (%s)", parts[i]);
		TRUE(has(text, parts[i]));
	}
	snprintf(command, sizeof(command),
	    "openssl verify -attime %lld -CAfile cert.pem -purpose sslserver "
	    "-verify_hostname localhost cert.pem 2>&1",
	    (long long)(NOON / 1000));
	SAME_TEXT(told(&mem, command), "cert.pem: OK\n");
	EQ(unlink("cert.pem"), 0);
	EQ(rmdir(path), 0);
}

TEST(a_host_name_too_long_for_a_common_name_is_an_alternative_one)
{
	struct arena mem = test_arena();
	const struct str host = TXT("un-boitier-dont-le-nom-est-vraiment-long."
				    "service-des-mineurs.departement.example");
	const struct tls_cert_names one = {&host, 1};
	struct buf der = buf_new(&mem, TLS_CERT_MOST);
	uint8_t key[TLS_KEY_LEN];
	char path[] = "/tmp/fichep-cert-XXXXXX";

	TRUE(mkdtemp(path));
	TRUE(chdir(path) == 0);
	tls_key_make(key);
	OK(tls_cert_make(key, one, NOON, &der));
	kept("cert.pem", pem_of(&mem, TLS_CERT_LABEL, buf_done(&der)));
	struct str text = told(&mem, "openssl x509 -in cert.pem -noout -text");
	TRUE(has(text, "Issuer: CN = fichep\n"));
	TRUE(has(text, "Subject: CN = fichep\n"));
	TRUE(has(text, "DNS:un-boitier-dont-le-nom-est-vraiment-long.service"));
	EQ(unlink("cert.pem"), 0);
	EQ(rmdir(path), 0);
}

TEST(openssl_accepts_the_request_and_its_names)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN];
	char path[] = "/tmp/fichep-csr-XXXXXX";
	struct buf der = buf_new(&mem, TLS_CERT_MOST);

	TRUE(mkdtemp(path));
	TRUE(chdir(path) == 0);
	tls_key_make(key);
	OK(tls_cert_request(key, names, &der));
	kept("csr.pem", pem_of(&mem, TLS_CERT_REQUEST_LABEL, buf_done(&der)));

	struct str text =
	    told(&mem, "openssl req -in csr.pem -noout -verify -text 2>&1");
	TRUE(has(text, "Certificate request self-signature verify OK"));
	TRUE(has(text, "DNS:boitier.foyer.example"));
	TRUE(has(text, "IP Address:127.0.0.1"));
	TRUE(has(text, "CA:FALSE"));
	EQ(unlink("csr.pem"), 0);
	EQ(rmdir(path), 0);
}

TEST(the_pin_is_the_one_openssl_computes)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN], point[TLS_KEY_PUBLIC], pin[TLS_PIN_LEN];
	char path[] = "/tmp/fichep-pin-XXXXXX";

	TRUE(mkdtemp(path));
	TRUE(chdir(path) == 0);
	tls_key_make(key);
	kept("cert.pem", made(&mem, key));
	struct str text = told(&mem,
	    "openssl x509 -in cert.pem -noout -pubkey | "
	    "openssl pkey -pubin -outform DER | openssl sha256 -binary");
	OK(tls_key_public(key, point));
	tls_pin_of(point, pin);
	SAME(str_bytes(text), BYTES_OF(pin));
	EQ(unlink("cert.pem"), 0);
	EQ(rmdir(path), 0);
}

TEST(a_name_that_is_none_makes_no_certificate)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN];
	static const struct str wrong[] = {
	    {"", 0},
	    {"-a.example", 10},
	    {"a_b.example", 11},
	    {"a..example", 10},
	    {"a.example.", 10},
	    {"a b", 3},
	    {"*.example", 9},
	    {"\xc3\xa9t\xc3\xa9.example", 13},
	    {"a.example\0.evil", 15},
	};

	tls_key_make(key);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct buf der = buf_new(&mem, TLS_CERT_MOST);
		struct tls_cert_names one = {&wrong[i], 1};
		EQ(tls_cert_make(key, one, NOON, &der), ERR_INPUT);
		EQ(tls_cert_request(key, one, &der), ERR_INPUT);
		EQ(der.len, 0);
	}
	struct buf der = buf_new(&mem, TLS_CERT_MOST);
	EQ(tls_cert_make(key, (struct tls_cert_names){hosts, 0}, NOON, &der),
	    ERR_INPUT);
}

TEST(zero_is_no_key)
{
	struct arena mem = test_arena();
	const uint8_t key[TLS_KEY_LEN] = {0};
	struct buf der = buf_new(&mem, TLS_CERT_MOST);

	EQ(tls_cert_make(key, names, NOON, &der), ERR_FORGED);
	EQ(der.len, 0);
}

TEST(a_chain_read_back_has_its_key_and_its_dates)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN], point[TLS_KEY_PUBLIC];
	static struct tls_chain chain;

	tls_key_make(key);
	OK(tls_key_public(key, point));
	OK(tls_chain_read(str_from(made(&mem, key)), &chain));
	EQ(chain.count, 1);
	SAME(BYTES_OF(chain.point), BYTES_OF(point));
	EQ(chain.from, NOON - CLOCK_DAY);
	EQ(chain.until, NOON + 824 * CLOCK_DAY);
}

TEST(a_chain_knows_who_signs_with_its_key)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN], other[TLS_KEY_LEN], digest[32] = {17};
	static struct tls_chain chain;

	tls_key_make(key);
	tls_key_make(other);
	OK(tls_chain_read(str_from(made(&mem, key)), &chain));

	struct buf sig = buf_new(&mem, TLS_KEY_SIGNATURE_MOST);
	OK(tls_key_sign(key, TLS_SHA256, BYTES_OF(digest), &sig));
	TRUE(tls_chain_signed(&chain, digest, buf_done(&sig)));
	digest[0]++;
	TRUE(!tls_chain_signed(&chain, digest, buf_done(&sig)));
	sig = buf_new(&mem, TLS_KEY_SIGNATURE_MOST);
	OK(tls_key_sign(other, TLS_SHA256, BYTES_OF(digest), &sig));
	TRUE(!tls_chain_signed(&chain, digest, buf_done(&sig)));
}

TEST(a_chain_file_holds_certificates_and_nothing_else)
{
	struct arena mem = test_arena();
	uint8_t key[TLS_KEY_LEN];
	static struct tls_chain chain;

	tls_key_make(key);
	struct bytes pem = made(&mem, key);

	EQ(tls_chain_read(TXT(""), &chain), ERR_MANGLED);
	EQ(tls_chain_read(TXT("rien de tel ici\n"), &chain), ERR_MANGLED);
	EQ(tls_chain_read(str_from((struct bytes){pem.at, pem.len - 40}),
	       &chain),
	    ERR_MANGLED);

	struct buf with_key = buf_new(&mem, 2 * TLS_CERT_PEM_MOST);
	buf_bytes(&with_key, pem);
	tls_cert_pem(TXT("EC PRIVATE KEY"), BYTES_OF(key), &with_key);
	EQ(tls_chain_read(buf_text(&with_key), &chain), ERR_MANGLED);

	struct buf noise = buf_new(&mem, TLS_CERT_PEM_MOST);
	tls_cert_pem(TLS_CERT_LABEL, BYTES_OF(key), &noise);
	EQ(tls_chain_read(buf_text(&noise), &chain), ERR_FORGED);

	struct buf many = buf_new(&mem, 9 * TLS_CERT_PEM_MOST);
	for (size_t i = 0; i <= TLS_CHAIN_MOST; i++)
		buf_bytes(&many, pem);
	EQ(tls_chain_read(buf_text(&many), &chain), ERR_LIMIT);
}
