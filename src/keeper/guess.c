#include "keeper/guess.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ident.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "crypto/secret.h"

struct check {
	uint64_t ticket;
	char phrase[PASSWORD_MOST];
	size_t len;
	bool make; /* else it is checked: */
	struct password against;
};

/* What was found right: HMAC(key, salt | tag | phrase), of what moment. */
struct known {
	uint8_t mac[HASH_SHA256];
	int64_t since; /* ms since boot; 0: a free place */
};

/* The keeper's only shared state; `lock` is held around all of it. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct check queue[GUESS_QUEUE];
	size_t first, count;
	struct known known[GUESS_KNOWN];
	size_t next; /* place of `known` that the next one takes: the oldest */
	uint8_t key[32];
} line = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

/* Read by the thread alone once it runs. */
static uint8_t pepper[PASSWORD_PEPPER];
static int verdicts = -1;

static void *
work(void *unused)
{
	struct check c;

	(void)unused;
	for (;;) {
		must(pthread_mutex_lock(&line.lock) == 0);
		while (line.count == 0)
			must(pthread_cond_wait(&line.more, &line.lock) == 0);
		struct check *head = &line.queue[line.first];
		c = *head;
		secret_wipe(head, sizeof(*head));
		line.first = (line.first + 1) % GUESS_QUEUE;
		line.count--;
		must(pthread_mutex_unlock(&line.lock) == 0);

		struct guess_verdict v;
		memset(&v, 0, sizeof(v)); /* its padding is written too */
		v.ticket = c.ticket;
		struct str phrase = {c.phrase, c.len};
		v.make = c.make;
		v.fate = c.make ? password_set(phrase, pepper, &v.made)
				: password_check(phrase, pepper, &c.against);
		if (!c.make && v.fate == ERR_OK)
			guess_learn(phrase, BYTES_OF(c.against.salt),
			    BYTES_OF(c.against.tag));
		secret_wipe(&c, sizeof(c));
		/* Atomic: a verdict is shorter than PIPE_BUF. */
		must(write(verdicts, &v, sizeof(v)) == (ssize_t)sizeof(v));
	}
	return NULL;
}

int
guess_pipe(void)
{
	int ends[2];

	must(pipe2(ends, O_CLOEXEC) == 0);
	verdicts = ends[1];
	ident_random(line.key, sizeof(line.key));
	(void)mlock(&line, sizeof(line)); /* best effort, as for the keys */
	return ends[0];
}

void
guess_start(const uint8_t key[32])
{
	pthread_t thread;
	pthread_attr_t attr;

	memcpy(pepper, key, sizeof(pepper));
	must(pthread_attr_init(&attr) == 0);
	must(pthread_attr_setstacksize(&attr, 256 * 1024) == 0);
	must(pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0);
	must(pthread_create(&thread, &attr, work, NULL) == 0);
	must(pthread_attr_destroy(&attr) == 0);
}

static enum err
push(const struct check *what, struct str phrase)
{
	enum err e = ERR_LATER;

	if (phrase.len > PASSWORD_MOST)
		return ERR_LIMIT;
	must(pthread_mutex_lock(&line.lock) == 0);
	if (line.count < GUESS_QUEUE) {
		struct check *c =
		    &line.queue[(line.first + line.count) % GUESS_QUEUE];
		*c = *what;
		c->len = phrase.len;
		if (phrase.len > 0)
			memcpy(c->phrase, phrase.at, phrase.len);
		line.count++;
		must(pthread_cond_signal(&line.more) == 0);
		e = ERR_OK;
	}
	must(pthread_mutex_unlock(&line.lock) == 0);
	return e;
}

enum err
guess_ask(uint64_t ticket, struct str phrase, struct bytes salt,
    struct bytes tag)
{
	struct check c = {.ticket = ticket};

	if (salt.len != PASSWORD_SALT || tag.len != PASSWORD_TAG)
		return ERR_LIMIT;
	memcpy(c.against.salt, salt.at, salt.len);
	memcpy(c.against.tag, tag.at, tag.len);
	return push(&c, phrase);
}

enum err
guess_make(uint64_t ticket, struct str phrase)
{
	return push(&(struct check){.ticket = ticket, .make = true}, phrase);
}

static void
name(struct str phrase, struct bytes salt, struct bytes tag,
    uint8_t mac[HASH_SHA256])
{
	struct hash h;

	hash_begin_hmac(&h, BYTES_OF(line.key));
	hash_add(&h, salt);
	hash_add(&h, tag);
	hash_add(&h, str_bytes(phrase));
	hash_end(&h, mac);
}

/* Both halves of a verifier are of one length: nothing slides between them. */
static bool
whole(struct str phrase, struct bytes salt, struct bytes tag)
{
	return phrase.len > 0 && phrase.len <= PASSWORD_MOST &&
	    salt.len == PASSWORD_SALT && tag.len == PASSWORD_TAG;
}

bool
guess_known(struct str phrase, struct bytes salt, struct bytes tag)
{
	uint8_t mac[HASH_SHA256];
	bool found = false;

	if (!whole(phrase, salt, tag))
		return false;
	int64_t oldest = clock_boot() - GUESS_KNOWN_FOR;
	must(pthread_mutex_lock(&line.lock) == 0);
	name(phrase, salt, tag, mac);
	for (size_t i = 0; i < GUESS_KNOWN; i++) {
		struct known *k = &line.known[i];

		if (k->since <= oldest)
			secret_wipe(k, sizeof(*k));
		if (k->since != 0 && secret_eq(BYTES_OF(k->mac), BYTES_OF(mac)))
			found = true;
	}
	must(pthread_mutex_unlock(&line.lock) == 0);
	secret_wipe(mac, sizeof(mac));
	return found;
}

void
guess_learn(struct str phrase, struct bytes salt, struct bytes tag)
{
	if (!whole(phrase, salt, tag))
		return;
	must(pthread_mutex_lock(&line.lock) == 0);
	struct known *k = &line.known[line.next];
	line.next = (line.next + 1) % GUESS_KNOWN;
	name(phrase, salt, tag, k->mac);
	k->since = clock_boot();
	must(pthread_mutex_unlock(&line.lock) == 0);
}

void
guess_end(void)
{
	must(pthread_mutex_lock(&line.lock) == 0);
	secret_wipe(line.queue, sizeof(line.queue));
	secret_wipe(line.known, sizeof(line.known));
	secret_wipe(line.key, sizeof(line.key));
	line.count = 0;
	must(pthread_mutex_unlock(&line.lock) == 0);
	secret_wipe(pepper, sizeof(pepper));
}
