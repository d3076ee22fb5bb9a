/*
 * fleet - many boxes that call their central.
 *
 *	fleet PORT CLIENTS FILE COUNT ENVELOPES INTAKE RECOVERY [RATE EVERY]
 *
 * COUNT calls of the boxes of FILE (tests/lib/inside.c makes it), each in its
 * turn, as courier and core would: an address of its own, a new TLS connection,
 * a signed request under the nonce of the last answer, ENVELOPES fiches sealed
 * to the two public keys (hexadecimal). CLIENTS of them call at a time, as fast
 * as they can; fiches are sealed before the clock starts. With RATE, so many
 * calls are due each second, and one in EVERY bears the fiches; who is late
 * does not make the next one late, and its time counts from when it was due.
 * Prints "STATUS MICROSECONDS STORED AWAY" for each call, from connecting to
 * the last byte of the answer, then "wall NANOSECONDS". FILE is written again,
 * for the next run.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/ident.h"
#include "client.h"
#include "crypto/secret.h"
#include "dossier/reference.h"
#include "envelope/batch.h"
#include "envelope/envelope.h"
#include "http/digest.h"
#include "http/httpsig.h"

#define BOXES     8192
#define CALLS     65536
#define CLIENTS   1024
#define WHOLE     (BATCH_MOST + 4096) /* bytes of a request */
#define PAYLOAD   8192
#define AWAY_MOST 6 /* times a box comes back */

struct box {
	char device[33], seed[65], nonce[65], before[65];
	unsigned long long seq;
};

/* How a call went. */
struct fate {
	int status;
	unsigned took, stored, away; /* microseconds; fiches; turned away */
};

static struct shared {
	_Atomic unsigned ready;
	_Atomic uint64_t go, cpu; /* go: when the first call is due */
	struct box box[BOXES];
	struct fate fate[CALLS];
} * all;

static unsigned count, per_box, rate, every = 1;
static unsigned boxes; /* that call: each by one client only */
static struct envelope_recipient whom[2];

struct call {
	struct box *box;
	struct fate *fate;
	uint8_t key[SIGN_KEY], open[SIGN_PUBLIC];
	struct bytes body;
};

static void
unhex(const char *text, uint8_t *to, size_t len)
{
	struct buf b = buf_over(to, len);

	must(encode_unhex(str_of(text), &b) == ERR_OK && b.len == len);
}

static void
hex(struct bytes v, char *to, size_t size)
{
	struct buf b = buf_over(to, size - 1);

	encode_hex(&b, v);
	to[b.len] = 0;
}

/* A fiche of usual length; nobody is in it. */
static size_t
payload(const struct call *c, unsigned nth, char to[PAYLOAD])
{
	char site[16], words[2001];
	struct buf text = buf_over(to, PAYLOAD);

	snprintf(site, sizeof(site), "X%05u", nth);
	memset(words, 'm', sizeof(words));
	words[sizeof(words) - 1] = 0;
	buf_str(&text,
	    TXT("{\"payload\":1,\"form\":\"fiche_p\",\"version\":1,"
		"\"pack\":\"demo\",\"reference\":\""));
	reference_put(&text,
	    &(struct reference){.letter = 'P',
		.departement = TXT("99"),
		.site = str_of(site),
		.year = 2026,
		.number = (int64_t)c->box->seq});
	buf_str(&text, TXT("\",\"about\":\"\",\"site\":{\"code\":\""));
	buf_str(&text, str_of(site));
	buf_str(&text,
	    TXT("\",\"name\":\"Foyer fictif\",\"kind\":\"foyer\","
		"\"commune\":\"99001\",\"phone\":\"\","
		"\"departement\":\"99\"},\"author\":{\"id\":null,"
		"\"name\":\"Camille Test\",\"duty\":\"veille\","
		"\"role\":\"foyer\",\"service\":\"Foyer fictif\","
		"\"verified\":true},\"filed_ms\":"));
	buf_number(&text, clock_now(), 1);
	buf_str(&text,
	    TXT(",\"clock\":0,\"urgency\":0,\"parquet\":{\"chosen\":"
		"\"\",\"proposed\":\"\",\"reason\":\"\"},"
		"\"answers\":{\"h_recit\":\""));
	buf_str(&text, str_of(words));
	buf_str(&text, TXT("\"},\"normal\":[]}"));
	must(buf_err(&text) == ERR_OK);
	return text.len;
}

static void
add_envelope(struct call *c, unsigned nth, struct buf *body, unsigned *n)
{
	static uint8_t room[ENVELOPE_MOST];
	char json[PAYLOAD];
	uint8_t message[ENVELOPE_MESSAGE], signature[SIGN_LEN],
	    hash[HASH_SHA256];
	struct buf to = buf_over(room, sizeof(room));
	struct envelope_outer outer = {.incarnation = 1,
	    .seq = ++c->box->seq,
	    .id = ident_new(),
	    .wall_ms = (uint64_t)clock_now(),
	    .boot_count = 1,
	    .boottime_ms = (uint64_t)clock_boot()};

	unhex(c->box->device, outer.device.at, sizeof(outer.device.at));
	unhex(c->box->before, outer.before, sizeof(outer.before));
	envelope_kid(c->open, outer.signer);
	struct envelope_inner inner = {.schema = ENVELOPE_SCHEMA,
	    .content = ENVELOPE_fiche,
	    .payload = {(const uint8_t *)json, payload(c, nth, json)}};
	must(envelope_seal(&outer, &inner, 0, 2, whom, &to, message) == ERR_OK);
	sign_message(c->key, BYTES_OF(message), signature);
	envelope_finish(&to, signature);
	hash_sha256(buf_done(&to), hash);
	hex(BYTES_OF(hash), c->box->before, sizeof(c->box->before));
	must(batch_add(body, n, buf_done(&to)));
}

static void
prepare(struct call *c, unsigned nth)
{
	static uint8_t room[BATCH_MOST];
	char text[512];
	uint8_t seed[SIGN_SEED];
	struct buf body = buf_over(room, sizeof(room));
	unsigned n = 0, held = nth % every == 0 ? per_box : 0;

	c->box = &all->box[nth % boxes];
	c->fate = &all->fate[nth];
	unhex(c->box->seed, seed, sizeof(seed));
	sign_key(seed, c->key, c->open);
	int len = snprintf(text, sizeof(text),
	    "{\"version\":\"bench\",\"held\":%u,\"oldest_ms\":%lld,"
	    "\"clock\":0,\"now_ms\":%lld,\"boot_ms\":%lld,"
	    "\"checkpoint\":\"\",\"proof\":[],\"seen\":\"\","
	    "\"states_since\":0}",
	    held, (long long)clock_now(), (long long)clock_now(),
	    (long long)clock_boot());
	struct str report = {text, (size_t)len};
	batch_begin(&body, report);
	for (unsigned i = 0; i < held; i++)
		add_envelope(c, nth % boxes, &body, &n);
	batch_end(&body, n, report.len);
	must(buf_err(&body) == ERR_OK);
	uint8_t *kept = malloc(body.len);
	must(kept != NULL);
	memcpy(kept, body.at, body.len);
	c->body = (struct bytes){kept, body.len};
}

/* The whole request, signed under the nonce of the moment. */
static size_t
request(const struct call *c, uint16_t port, char *to)
{
	char digest_room[DIGEST_TEXT + 1], keyid[17], input[HTTPSIG_INPUT_MOST],
	    value[HTTPSIG_INPUT_MOST];
	uint8_t base_room[HTTPSIG_BASE_MOST], kid[ENVELOPE_KID],
	    signature[SIGN_LEN];
	struct buf digest = buf_over(digest_room, DIGEST_TEXT);
	struct buf base = buf_over(base_room, sizeof(base_room));
	struct buf in = buf_over(input, sizeof(input));
	struct buf out = buf_over(value, sizeof(value));

	envelope_kid(c->open, kid);
	hex(BYTES_OF(kid), keyid, sizeof(keyid));
	digest_write(&digest, c->body);
	httpsig_request_base(&base,
	    &(struct httpsig_request){.method = TXT("POST"),
		.path = BATCH_PATH,
		.digest = buf_text(&digest),
		.length = c->body.len,
		.type = BATCH_TYPE,
		.device = str_of(c->box->device),
		.nonce = str_of(c->box->nonce)},
	    str_of(keyid));
	must(buf_err(&base) == ERR_OK);
	sign_message(c->key, buf_done(&base), signature);
	httpsig_input_write(&in, HTTPSIG_REQUEST, str_of(keyid));
	httpsig_signature_write(&out, signature);
	int len = snprintf(to, WHOLE,
	    "POST /sync/v1 HTTP/1.1\r\nHost: localhost:%u\r\n"
	    "Content-Type: application/fichep-sync\r\nSync-Device: %s\r\n"
	    "Sync-Nonce: %s\r\nContent-Digest: %.*s\r\n"
	    "Signature-Input: %.*s\r\nSignature: %.*s\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    port, c->box->device, c->box->nonce, (int)digest.len, digest_room,
	    (int)in.len, input, (int)out.len, value, c->body.len);
	memcpy(to + len, c->body.at, c->body.len);
	return (size_t)len + c->body.len;
}

/* What stands in `text` between `before` and `end`. */
static void
take(const char *text, const char *before, char end, char to[65])
{
	const char *at = strstr(text, before);
	const char *stop = at ? strchr(at += strlen(before), end) : NULL;

	if (stop && stop - at < 65)
		snprintf(to, 65, "%.*s", (int)(stop - at), at);
}

/* One request and its answer, over a connection of its own. */
static void
try(struct call *c, uint16_t port, unsigned nth)
{
	static struct client client;
	static char answer[CLIENT_ANSWER], text[WHOLE];
	size_t len = request(c, port, text);

	client.from = 0x7f010000u + nth % boxes + 1;
	c->fate->status = 0;
	if (client_enter(&client, port, true))
		c->fate->status = client_ask(&client, text, len, answer);
	close(client.fd);
	if (c->fate->status == 401)
		take(answer, "Sync-Nonce: ", '\r', c->box->nonce);
	if (c->fate->status != 200)
		return;
	take(answer, "\"nonce\":\"", '"', c->box->nonce);
	for (const char *at = answer; (at = strstr(at, "state stored")); at++)
		c->fate->stored++;
}

/* As core/sync.h says: signed again at once under another nonce; whoever finds
 * nobody comes back after a random part of a span that doubles. */
static void
call(struct call *c, uint16_t port, unsigned nth, uint64_t from)
{
	useconds_t span = 2000000;

	c->fate->stored = c->fate->away = 0;
	for (;;) {
		try(c, port, nth);
		if (c->fate->status == 401)
			try(c, port, nth);
		if (c->fate->status == 200 || c->fate->away == AWAY_MOST)
			break;
		c->fate->away++;
		usleep((useconds_t)random() % span);
		span *= 2;
	}
	c->fate->took = (unsigned)((client_clock() - from) / 1000);
}

static void
wait_until(uint64_t when)
{
	for (uint64_t now; (now = client_clock()) < when;)
		usleep((useconds_t)((when - now) / 1000 + 1));
}

/* One in its turn, each when it is due. */
static void
run_paced(uint16_t port, unsigned first, unsigned step)
{
	for (unsigned i = first; i < count; i += step) {
		uint64_t due = all->go + (uint64_t)i * 1000000000 / rate;
		struct call c = {0};
		prepare(&c, i);
		wait_until(due);
		call(&c, port, i, due);
		free((void *)(uintptr_t)c.body.at);
	}
}

static void
run_at_once(uint16_t port, unsigned first, unsigned step, struct call *calls)
{
	unsigned n = 0;

	for (unsigned i = first; i < count; i += step)
		call(&calls[n++], port, i, client_clock());
}

static void
run(uint16_t port, unsigned first, unsigned step)
{
	unsigned n = 0, mine = (count - first + step - 1) / step;
	struct call *calls = calloc(mine, sizeof(*calls));

	srandom(first + 1);
	must(calls != NULL);
	for (unsigned i = first; rate == 0 && i < count; i += step)
		prepare(&calls[n++], i);
	all->ready++;
	while (!all->go)
		usleep(200);
	uint64_t busy = client_busy();
	if (rate > 0)
		run_paced(port, first, step);
	else
		run_at_once(port, first, step, calls);
	all->cpu += client_busy() - busy;
}

static bool
read_fleet(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned n = 0;

	while (f && n < BOXES &&
	    fscanf(f, "%32s %64s %64s %llu %64s", all->box[n].device,
		all->box[n].seed, all->box[n].nonce, &all->box[n].seq,
		all->box[n].before) == 5)
		n++;
	if (f)
		fclose(f);
	boxes = n;
	return n > 0;
}

static bool
write_fleet(const char *path)
{
	FILE *f = fopen(path, "w");

	for (unsigned i = 0; f && i < BOXES && all->box[i].device[0]; i++)
		fprintf(f, "%s %s %s %llu %s\n", all->box[i].device,
		    all->box[i].seed, all->box[i].nonce, all->box[i].seq,
		    all->box[i].before);
	return f && fclose(f) == 0;
}

int
main(int argc, char **argv)
{

	if (argc != 8 && argc != 10)
		return 64;
	uint16_t port = (uint16_t)atoi(argv[1]);
	unsigned clients = (unsigned)atoi(argv[2]);
	count = (unsigned)atoi(argv[4]);
	per_box = (unsigned)atoi(argv[5]);
	if (argc == 10) {
		rate = (unsigned)atoi(argv[8]);
		every = (unsigned)atoi(argv[9]);
	}
	all = mmap(NULL, sizeof(*all), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED || clients == 0 || clients > CLIENTS ||
	    count == 0 || count > CALLS || every == 0 || !read_fleet(argv[3]))
		return 64;
	secret_start();
	whom[0].role = ENVELOPE_INTAKE;
	unhex(argv[6], whom[0].open, sizeof(whom[0].open));
	whom[1].role = ENVELOPE_RECOVERY;
	unhex(argv[7], whom[1].open, sizeof(whom[1].open));
	clients = clients < count ? clients : count;
	clients = clients < boxes ? clients : boxes;
	if (rate > 0)
		boxes -= boxes % clients;
	else if (count > boxes)
		return 64;
	for (unsigned i = 0; i < clients; i++)
		if (fork() == 0) {
			run(port, i, clients);
			_exit(0);
		}
	while (all->ready < clients && waitpid(-1, NULL, WNOHANG) <= 0)
		usleep(200);
	uint64_t from = client_clock();
	all->go = from;
	while (wait(NULL) > 0)
		continue;
	uint64_t wall = client_clock() - from;
	for (unsigned i = 0; i < count; i++)
		printf("%d %u %u %u\n", all->fate[i].status, all->fate[i].took,
		    all->fate[i].stored, all->fate[i].away);
	printf("wall %llu\ncpu %llu\n", (unsigned long long)wall,
	    (unsigned long long)all->cpu);
	return write_fleet(argv[3]) ? 0 : 1;
}
