#include "keeper/guess.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "crypto/password.h"
#include "crypto/secret.h"

struct check {
	uint64_t ticket;
	char phrase[PASSWORD_MOST];
	size_t len;
	struct password against;
};

/* The keeper's only shared state; `lock` is held around all of it. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct check queue[GUESS_QUEUE];
	size_t first, count;
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

		struct guess_verdict v = {.ticket = c.ticket};
		v.fate = password_check((struct str){c.phrase, c.len}, pepper,
		    &c.against);
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

enum err
guess_ask(uint64_t ticket, struct str phrase, struct bytes salt,
    struct bytes tag)
{
	enum err e = ERR_LATER;

	if (phrase.len > PASSWORD_MOST || salt.len != PASSWORD_SALT ||
	    tag.len != PASSWORD_TAG)
		return ERR_LIMIT;
	must(pthread_mutex_lock(&line.lock) == 0);
	if (line.count < GUESS_QUEUE) {
		struct check *c =
		    &line.queue[(line.first + line.count) % GUESS_QUEUE];
		*c = (struct check){.ticket = ticket, .len = phrase.len};
		if (phrase.len > 0)
			memcpy(c->phrase, phrase.at, phrase.len);
		memcpy(c->against.salt, salt.at, salt.len);
		memcpy(c->against.tag, tag.at, tag.len);
		line.count++;
		must(pthread_cond_signal(&line.more) == 0);
		e = ERR_OK;
	}
	must(pthread_mutex_unlock(&line.lock) == 0);
	return e;
}
