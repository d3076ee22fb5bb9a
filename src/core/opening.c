#include "core/opening.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/log.h"
#include "core/mend.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "store/migrate.h"
#include "store/query.h"

/* The one that writes comes first: it makes the file and its tables. */
static enum err
open_write(struct core *c, const struct core_keys *keys, const char *path)
{
	const char *why = "";
	enum err e = store_open(path, keys->store, &c->write);

	if (e == ERR_OK)
		e = migrate_run(&c->write, embed_migration,
		    embed_migration_count, &why);
	return e;
}

static enum err
open_read(struct core *c, const struct core_keys *keys, const char *path,
    struct arena *mem)
{
	enum err e = store_open_read(path, keys->store, &c->read);

	if (e == ERR_OK)
		e = reporter_start(&c->reporter, path, keys->store, mem);
	return e;
}

static enum err
open_folder(struct core *c, const char *path)
{
	char name[512] = ".";
	const char *slash = strrchr(path, '/');

	if (slash &&
	    snprintf(name, sizeof(name), "%.*s", (int)(slash - path), path) >=
		(int)sizeof(name))
		return ERR_LIMIT;
	c->folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return c->folder < 0 ? ERR_STORE : ERR_OK;
}

static enum err
open_central(struct core *c, const struct core_keys *keys, const char *path,
    struct arena *mem)
{
	enum err e = open_write(c, keys, path);

	hour_open(&c->hour, 0);
	if (e == ERR_OK)
		e = open_read(c, keys, path, mem);
	if (e == ERR_OK)
		e = life_open(&c->write,
		    c->role->setting.text[SETTING_convention],
		    hour_now(&c->hour).ms, &c->life);
	return e;
}

/* What the central said last of the time, and whether it still counts: started
 * again, this program doubts it as it did, and the machine begins anew. */
static enum err
recall_hour(struct core *c)
{
	struct query q = query_open(&c->write, SQL_CENTRAL_HOUR, NONE);

	if (query_next(&q)) {
		int64_t said = query_int(&q), boot = query_int(&q);
		bool same = str_eq(query_text(&q), str_of(c->boot));
		int64_t agreed = query_int(&q), doubt = query_int(&q);
		bool on =
		    said > 0 && c->boot[0] && same && clock_boot() >= boot;
		hour_recall(&c->hour, said, on || doubt == 0 ? agreed : 0);
		if (on)
			hour_anchor(&c->hour, said, boot);
		if (on && doubt > 0)
			hour_doubt(&c->hour, doubt, query_int(&q));
	}
	return query_end(&q);
}

static enum err
open_box(struct core *c, const struct core_keys *keys, const char *path,
    struct arena *mem)
{
	uint8_t key[ENROL_KEY];
	bool refused, mended = false;

	site_key(keys->store, key);
	site_open(&c->site, c->folder, key, c->device, &c->role->setting,
	    &refused);
	secret_wipe(key, sizeof(key));
	if (refused)
		log_event(LOG_ERROR, EVENT("grant_refused"));
	hour_open(&c->hour,
	    c->site.enrolled ? (int64_t)c->site.grant.granted : 0);

	enum err e = open_write(c, keys, path);
	if (e == ERR_OK && c->site.enrolled)
		e = store_check(&c->write);
	/* The grant was opened: the key is the right one, the file is not. */
	if (c->site.enrolled && mend_needed(&c->write, e)) {
		log_event(LOG_ERROR, EVENT("database_moved_aside"),
		    LOG_WORD("why", err_name(e)));
		store_close(&c->write);
		e = mend_aside(c->folder);
		if (e == ERR_OK)
			e = open_write(c, keys, path);
		mended = true;
	}
	if (e == ERR_OK)
		e = open_read(c, keys, path, mem);
	if (e == ERR_OK)
		e = recall_hour(c);
	if (e == ERR_OK && mended)
		e = core_note(c, AUDIT_database_replaced);
	if (e == ERR_OK)
		e = site_settle(c);
	/* Before the outbox, which asks what drafts can still be read. */
	if (e == ERR_OK)
		e = veil_open(path, &c->write, &c->veil);
	if (e == ERR_OK)
		e = outbox_open(c, c->folder, keys->store, str_of(c->boot));
	if (e == ERR_OK)
		e = sync_open(c, mem);
	return e;
}

enum err
opening_store(struct core *c, const struct core_keys *keys, const char *path,
    struct arena *mem)
{
	enum err e = open_folder(c, path);

	if (e != ERR_OK)
		return e;
	return c->role->central ? open_central(c, keys, path, mem)
				: open_box(c, keys, path, mem);
}

/* A pack that is wrong was refused by `fichep check`, which tells where. */
enum err
opening_pack(struct core *c, struct str name)
{
	enum err e =
	    pack_open(&c->pack_mem, &pack_embedded, name, NULL, &c->pack);

	if (e != ERR_OK)
		log_event(LOG_ERROR, EVENT("convention_not_read"),
		    LOG_WORD("why", err_name(e)));
	return e;
}
