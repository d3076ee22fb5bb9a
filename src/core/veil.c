#include "core/veil.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/ident.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "store/query.h"

static bool
put(int file, const uint8_t *at, size_t len, off_t where)
{
	while (len > 0) {
		ssize_t n = pwrite(file, at, len, where);
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
		where += n;
	}
	return true;
}

/* Another key where one was; durable once the file is flushed. */
static bool
renew(const struct veil *v, size_t slot)
{
	uint8_t key[VEIL_KEY];

	ident_random(key, sizeof(key));
	bool good = put(v->file, key, sizeof(key), (off_t)(slot * VEIL_KEY));
	secret_wipe(key, sizeof(key));
	return good;
}

static enum err
named(struct store *s, bool in_use[VEIL_SLOTS])
{
	struct query q = query_open(s, SQL_DRAFT_SLOTS, NONE);

	memset(in_use, 0, VEIL_SLOTS);
	while (query_next(&q)) {
		int64_t slot = query_int(&q);
		if (slot >= 0 && slot < VEIL_SLOTS)
			in_use[slot] = true;
	}
	return query_end(&q);
}

enum err
veil_open(const char *path, struct store *s, struct veil *v)
{
	char name[512];
	struct str whole = str_of(path);
	size_t folder = whole.len;

	*v = (struct veil){.file = -1};
	while (folder > 0 && path[folder - 1] != '/')
		folder--;
	int len =
	    snprintf(name, sizeof(name), "%.*sdraft.keys", (int)folder, path);
	if (len < 0 || (size_t)len >= sizeof(name))
		return ERR_LIMIT;
	v->file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (v->file < 0)
		return ERR_STORE;
	/* Slots served before this start, for all we know. */
	memset(v->used, 1, sizeof(v->used));
	return veil_settle(v, s);
}

void
veil_close(struct veil *v)
{
	if (v->file >= 0)
		(void)close(v->file);
	v->file = -1;
}

enum err
veil_take(struct veil *v, struct store *s, int64_t *slot)
{
	bool in_use[VEIL_SLOTS];

	if (v->file < 0)
		return ERR_STORE;
	enum err e = named(s, in_use);
	if (e != ERR_OK)
		return e;
	/* Not one whose draft has gone but whose key has not yet. */
	for (size_t i = 0; i < VEIL_SLOTS; i++)
		if (!in_use[i] && !v->used[i]) {
			*slot = (int64_t)i;
			v->stale = true; /* if what takes it is undone */
			return ERR_OK;
		}
	v->stale = true;
	return ERR_LIMIT;
}

static enum err
key_of(const struct veil *v, int64_t slot, uint8_t key[VEIL_KEY])
{
	if (v->file < 0 || slot < 0 || slot >= VEIL_SLOTS)
		return ERR_STORE;
	return pread(v->file, key, VEIL_KEY, (off_t)(slot * VEIL_KEY)) ==
		VEIL_KEY
	    ? ERR_OK
	    : ERR_STORE;
}

enum err
veil_seal(struct veil *v, int64_t slot, struct bytes about, struct bytes plain,
    struct buf *to)
{
	uint8_t key[VEIL_KEY], nonce[AEAD_NONCE];

	enum err e = key_of(v, slot, key);
	if (e != ERR_OK)
		return e;
	v->used[slot] = true;
	ident_random(nonce, sizeof(nonce));
	buf_bytes(to, BYTES_OF(nonce));
	aead_seal(key, nonce, about, plain, to);
	secret_wipe(key, sizeof(key));
	return buf_err(to);
}

enum err
veil_lift(const struct veil *v, int64_t slot, struct bytes about,
    struct bytes sealed, struct buf *to)
{
	uint8_t key[VEIL_KEY];

	if (sealed.len < VEIL_OVERHEAD)
		return ERR_FORGED;
	enum err e = key_of(v, slot, key);
	if (e != ERR_OK)
		return e;
	e = aead_open(key, sealed.at, about,
	    (struct bytes){sealed.at + AEAD_NONCE, sealed.len - AEAD_NONCE},
	    to);
	secret_wipe(key, sizeof(key));
	return e;
}

enum err
veil_settle(struct veil *v, struct store *s)
{
	bool in_use[VEIL_SLOTS], renewed[VEIL_SLOTS] = {false};
	bool any = false, good = true;

	if (v->file < 0)
		return ERR_STORE;
	enum err e = named(s, in_use);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < VEIL_SLOTS; i++) {
		if (in_use[i]) {
			v->used[i] = true;
			continue;
		}
		if (!v->used[i])
			continue;
		good = renew(v, i) && good;
		renewed[i] = any = true;
	}
	if (any)
		good = good && fsync(v->file) == 0;
	if (!good)
		return ERR_STORE;
	for (size_t i = 0; i < VEIL_SLOTS; i++)
		if (renewed[i])
			v->used[i] = false;
	v->stale = false;
	return ERR_OK;
}
