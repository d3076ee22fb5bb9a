/*
 * core - everything the application decides.
 *
 * Duty: say for each request who asks and whether they may, read or write the
 * database, append to the audit log, make the page. It knows the rules of the
 * house, and nothing of networks, files of others, or keys.
 *
 * Rights: its folder data/, where the database lies; memory, its wires, one
 * thread for reports. No network. No private key but that of the database.
 *
 * Messages: the rows of messages.def whose `to` is CORE.
 */
#include "core/core.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "core/chore.h"
#include "core/handover.h"
#include "core/hearing.h"
#include "core/kept.h"
#include "core/known.h"
#include "core/mend.h"
#include "core/opening.h"
#include "core/turn.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"
#include "proc/jail.h"

#define CHORE_MEMORY (1024u * KIB)

static struct core core;

uint64_t
core_ticket(struct core *c)
{
	return ++c->ticket;
}

size_t
core_memory(size_t workers)
{
	size_t rooms = 2 * (CHAN_HEAD + 160u * KIB) + CORE_DATA + CORE_PAGE;

	return workers * SLOT_MEMORY + REPORTER_MEMORY + 2 * CHORE_MEMORY +
	    PACK_MEMORY + SYNC_MEMORY + POST_MEMORY + rooms + 64u * KIB;
}

/* --- turns ---------------------------------------------------------------- */

static int
patience(const struct core *c, int wait_ms)
{
	int64_t left = chore_next(c) - clock_boot();

	for (size_t i = 0; i < c->slots; i++)
		if (c->slot[i].state == SLOT_HEARD ||
		    c->slot[i].state == SLOT_REPORTED)
			return 0;
	if (left < 0)
		left = 0;
	if (left > 60000)
		left = 60000;
	return wait_ms >= 0 && wait_ms < left ? wait_ms : (int)left;
}

enum err
core_turn(struct core *c, int wait_ms)
{
	enum { CONTROL, FROM_KEEPER, FROM_COURIER, BELL, SLOTS };
	struct pollfd p[SLOTS + ROLE_WIRES_MOST];
	struct role *r = c->role;
	enum peer who;

	chore_ask(c);
	turn_commit(c); /* what was heard while the keeper was waited for */
	p[CONTROL] = (struct pollfd){r->control, POLLIN, 0};
	p[FROM_KEEPER] =
	    (struct pollfd){c->keeper_gone ? -1 : r->chan[KEEPER][0].fd, POLLIN,
		0};
	p[FROM_COURIER] =
	    (struct pollfd){c->courier_gone ? -1 : r->chan[COURIER][0].fd,
		POLLIN, 0};
	p[BELL] = (struct pollfd){c->reporter.bell, POLLIN, 0};
	for (size_t i = 0; i < c->slots; i++) {
		const struct slot *s = &c->slot[i];
		bool listens = s->state == SLOT_FREE && !s->gone;
		p[SLOTS + i] =
		    (struct pollfd){listens ? s->front->fd : -1, POLLIN, 0};
	}
	if (poll(p, SLOTS + c->slots, patience(c, wait_ms)) < 0) {
		must(errno == EINTR);
		return ERR_OK;
	}
	if (p[CONTROL].revents != 0) {
		enum err e = role_rewire(r, &who);
		if (e == ERR_ABSENT)
			return e;
		if (e == ERR_OK)
			hearing_again(c, who);
	}
	if (p[FROM_KEEPER].revents != 0 &&
	    !hearing_peer(c, &r->chan[KEEPER][0])) {
		c->keeper_gone = true;
		turn_keeper_gone(c);
	}
	if (p[FROM_COURIER].revents != 0 &&
	    !hearing_peer(c, &r->chan[COURIER][0]))
		c->courier_gone = true;
	if (p[BELL].revents != 0)
		hearing_report(c);
	for (size_t i = 0; i < c->slots; i++)
		if (p[SLOTS + i].revents != 0 && c->slot[i].state == SLOT_FREE)
			slot_take(&c->slot[i], &c->room);
	turn_patience(c);
	turn_run(c);
	return ERR_OK;
}

/* --- beginning and end -------------------------------------------------- */

enum err
core_note(struct core *c, enum audit what)
{
	struct tx tx = tx_begin(&c->write);
	struct hour_moment now = hour_now(&c->hour);

	trail_append(&tx, &c->chore, c->auditor,
	    &(struct trail_entry){.action = what,
		.clock = now.clock,
		.at = now.ms});
	arena_reset(&c->chore);
	return tx_end(&tx);
}

static enum err
make_rooms(struct core *c, struct arena *mem)
{
	c->room = buf_new(mem, CHAN_HEAD + msg_most(CORE));
	c->out = buf_new(mem, msg_table[IPC_http_response].most);
	c->data = buf_new(mem, CORE_DATA);
	c->page = buf_new(mem, CORE_PAGE);
	void *chore = arena_take(mem, CHORE_MEMORY);
	void *aside = arena_take(mem, CHORE_MEMORY);
	if (!chore || !aside || buf_err(&c->room) != ERR_OK ||
	    buf_err(&c->out) != ERR_OK || buf_err(&c->data) != ERR_OK ||
	    buf_err(&c->page) != ERR_OK)
		return ERR_LIMIT;
	arena_open(&c->chore, chore, CHORE_MEMORY);
	arena_open(&c->aside, aside, CHORE_MEMORY);
	void *pack = arena_take(mem, PACK_MEMORY);
	if (!pack)
		return ERR_LIMIT;
	arena_open(&c->pack_mem, pack, PACK_MEMORY);
	for (size_t i = 0; i < c->slots; i++) {
		void *own = arena_take(mem, SLOT_MEMORY);
		if (!own)
			return ERR_LIMIT;
		c->slot[i].front = &c->role->chan[FRONT][i];
		arena_open(&c->slot[i].mem, own, SLOT_MEMORY);
	}
	return ERR_OK;
}

enum err
core_open(struct core *c, struct role *r, const struct core_keys *keys,
    const char *path, struct arena *mem)
{
	const struct setting_set *set = &r->setting;

	*c = (struct core){.role = r, .slots = r->wires[FRONT]};
	c->idle =
	    (int64_t)setting_number(set, SETTING_idle_minutes) * CLOCK_MINUTE;
	if (c->idle == 0)
		c->idle = r->central ? SESSION_IDLE : SESSION_IDLE_SHARED;
	memcpy(c->auditor, keys->auditor, sizeof(c->auditor));
	memcpy(c->device, keys->device, sizeof(c->device));
	memcpy(c->intake, keys->intake, sizeof(c->intake));
	memcpy(c->recovery, keys->recovery, sizeof(c->recovery));
	memcpy(c->pin, keys->pin, sizeof(c->pin));
	hkdf_expand(keys->store, str_bytes(TXT("fichep/v1/form")), c->form_key,
	    sizeof(c->form_key));
	hkdf_expand(keys->store, str_bytes(TXT("fichep/v1/login")),
	    c->login_key, sizeof(c->login_key));
	hkdf_expand(keys->store, str_bytes(TXT("fichep/v1/sign")), c->sign_key,
	    sizeof(c->sign_key));
	known_key(keys->store, c->known_key);
	kept_key(keys->store, c->kept_key);
	milestone_open(&c->milestone, keys->checkpoint);
	memcpy(c->boot, keys->boot, sizeof(c->boot));
	c->veil.file = -1;
	c->outbox.spool.folder = -1;

	enum err e = make_rooms(c, mem);
	if (e == ERR_OK)
		e = opening_pack(c, set->text[SETTING_convention]);
	if (e == ERR_OK && !r->central)
		e = liaison_open(&c->liaison, set->text[SETTING_central_url],
		    set->text[SETTING_central_pin]);
	if (e == ERR_OK)
		e = opening_store(c, keys, path, mem);
	if (e == ERR_OK)
		e = post_open(c, mem);
	if (e == ERR_OK)
		e = core_note(c, AUDIT_started);
	c->ticket = (uint64_t)clock_boot() << 20;
	return e;
}

/* What the keeper signs in the time that is left is kept; the rest is signed at
 * the next start. */
static void
last_milestone(struct core *c)
{
	int64_t until = clock_boot() + MILESTONE_AT_STOP;
	const struct chan *keeper = &c->role->chan[KEEPER][0];

	c->milestone.now = true;
	c->milestone.ticket = 0;
	milestone_look(c);
	while (c->milestone.ticket != 0) {
		int64_t left = until - clock_boot();
		struct pollfd p = {keeper->fd, POLLIN, 0};

		if (left <= 0 || poll(&p, 1, (int)left) <= 0 ||
		    !hearing_peer(c, keeper))
			break;
	}
	if (c->in_tx && tx_end(&c->tx) != ERR_OK)
		log_event(LOG_WARN, EVENT("last_checkpoint_not_kept"));
	c->in_tx = false;
}

/* Pages that are not what they were: the next start knows what to do. */
static bool
unreadable(const struct core *c)
{
	if (!mend_needed(&c->write, ERR_STORE) &&
	    !mend_needed(&c->read, ERR_STORE))
		return false;
	log_event(LOG_ERROR, EVENT("database_unreadable"));
	return true;
}

void
core_close(struct core *c)
{
	reporter_stop(&c->reporter);
	turn_commit(c);
	if (core_note(c, AUDIT_stopped) == ERR_OK && !c->keeper_gone)
		last_milestone(c);
	veil_close(&c->veil);
	outbox_close(c);
	store_close(&c->read);
	store_close(&c->write);
	(void)close(c->folder);
	secret_wipe(c->form_key, sizeof(c->form_key));
	secret_wipe(c->login_key, sizeof(c->login_key));
	secret_wipe(c->sign_key, sizeof(c->sign_key));
	secret_wipe(c->known_key, sizeof(c->known_key));
	secret_wipe(c->kept_key, sizeof(c->kept_key));
}

/* The kernel's name of this life of the machine: 36 characters, or none. */
static void
which_boot(char *to, size_t most)
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, to, most - 1);

	to[n > 36 ? 36 : n > 0 ? n : 0] = 0;
	if (fd >= 0)
		(void)close(fd);
}

int
core_main(struct role *r)
{
	struct core_keys keys;
	struct arena mem;
	size_t size = core_memory(r->wires[FRONT]);
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return 1;
	arena_open(&mem, at, size);
	secret_start();
	char boot[sizeof(keys.boot)];
	which_boot(boot, sizeof(boot));
	if (jail_enter(r) != ERR_OK)
		return ROLE_HOPELESS;
	if (handover_keys(r, &keys) != ERR_OK)
		return 0; /* told to stop before it began */
	memcpy(keys.boot, boot, sizeof(boot));
	enum err e = core_open(&core, r, &keys, CORE_DATABASE, &mem);
	secret_wipe(&keys, sizeof(keys));
	if (e != ERR_OK) {
		log_event(LOG_ERROR, EVENT("core_not_started"),
		    LOG_WORD("why", err_name(e)),
		    LOG_NUM("fault", store_fault(&core.write)));
		/* A box mends itself; here only a backup helps. */
		if (r->central && mend_needed(&core.write, e))
			return ROLE_DAMAGED;
		return e == ERR_FORGED || e == ERR_CLASH ? ROLE_HOPELESS : 1;
	}
	role_ready(r);
	while (core_turn(&core, -1) != ERR_ABSENT)
		if (unreadable(&core))
			return 1;
	core_close(&core);
	return 0;
}
