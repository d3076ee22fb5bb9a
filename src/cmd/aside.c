#include "cmd/aside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/owner.h"
#include "crypto/secret.h"
#include "store/migrate.h"

static enum err
open_base(struct aside *a, bool central)
{
	char path[FILE_PATH];
	const char *why = "Elle est illisible.";
	enum err e = owner_become(a->deploy, path);

	if (e != ERR_OK)
		return e;
	e = store_open(path, a->ring.key[KEYRING_STORE], &a->store);
	if (e == ERR_OK) {
		e = migrate_run(&a->store, embed_migration,
		    embed_migration_count, &why);
		if (e == ERR_OK && central)
			e = life_open(&a->store,
			    a->deploy->setting.text[SETTING_convention],
			    clock_now(), &a->life);
		if (e != ERR_OK)
			store_close(&a->store);
	}
	if (e != ERR_OK)
		deploy_say("la base ne s’ouvre pas. %s", why);
	return e;
}

/* In the process of its own, to its end. */
static _Noreturn void
live(struct aside *a, bool central, aside_work *work, int to)
{
	static uint8_t memory[1u << 20] __attribute__((aligned(16)));
	static uint8_t room[ASIDE_SAID_MOST];

	arena_open(&a->mem, memory, sizeof(memory));
	a->said = buf_over(room, sizeof(room));
	enum err e = deploy_keyring(a->deploy, &a->ring);
	if (e == ERR_OK && a->ring.has[KEYRING_INTAKE] != central) {
		deploy_say(central
			? "%s est un boîtier : cette commande est pour un "
			  "serveur central."
			: "%s est un serveur central : cette commande est "
			  "pour un boîtier.",
		    a->deploy->dir);
		e = ERR_INPUT;
	}
	if (e == ERR_OK)
		e = open_base(a, central);
	if (e == ERR_OK) {
		e = work(a);
		store_close(&a->store);
	}
	keyring_wipe(&a->ring);
	if (e == ERR_OK)
		e = buf_err(&a->said);
	/* What was done before it failed is told as well. */
	for (size_t at = 0; at < a->said.len;) {
		ssize_t n = write(to, a->said.at + at, a->said.len - at);
		if (n <= 0)
			_exit((int)(e == ERR_OK ? ERR_STORE : e));
		at += (size_t)n;
	}
	_exit((int)e);
}

enum err
aside_run(const struct deploy *d, bool central, aside_work *work, void *of,
    struct buf *said)
{
	static struct aside a;
	uint8_t room[ASIDE_SAID_MOST];
	size_t len = 0;
	int ends[2], status = 0;
	ssize_t n;

	if (pipe(ends) != 0)
		return ERR_LATER;
	pid_t child = fork();
	if (child == 0) {
		(void)close(ends[0]);
		a = (struct aside){.deploy = d, .of = of};
		live(&a, central, work, ends[1]);
	}
	(void)close(ends[1]);
	while (child > 0 && len < sizeof(room) &&
	    (n = read(ends[0], room + len, sizeof(room) - len)) > 0)
		len += (size_t)n;
	(void)close(ends[0]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (child < 0 || !WIFEXITED(status))
		return ERR_LATER;
	enum err e = (enum err)WEXITSTATUS(status);
	buf_bytes(said, (struct bytes){room, len});
	return e == ERR_OK ? buf_err(said) : e;
}
