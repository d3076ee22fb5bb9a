/*
 * web - the door to CivetWeb: what it hears, answered from assets or by core.
 *
 * CivetWeb stands behind the gate on a UNIX socket, untouched, without TLS,
 * files or scripts. Each of its worker threads owns one wire to core. None of
 * its own pages is ever sent: every request ends in one function, and what it
 * refuses by itself leaves as a page of ours.
 */
#ifndef WEB_H
#define WEB_H

#include "front/asset.h"
#include "front/relay.h"

#define WEB_WORKERS 64                   /* threads at most */
#define WEB_MEMORY  ((size_t)704 * 1024) /* bytes a worker needs */

/* Seconds a connection of the gate may stay silent: a day, for the gate keeps
 * one open to each worker and must not find it closed under a request. */
#define WEB_SILENCE 86400

struct mg_context;

struct web_worker {
	struct relay relay;
	struct buf body;  /* of the request being read */
	struct buf reply; /* head and page, as one write */
};

struct web {
	struct asset_list assets;
	size_t count; /* workers */
	struct web_worker worker[WEB_WORKERS];
	_Atomic unsigned turns; /* times the wires were replaced */
	_Atomic size_t started; /* threads that took their worker */
	_Atomic size_t busy;    /* requests being answered */
	struct mg_context *server;
};

/*
 * Listen on the UNIX socket `path` (below 100 bytes), a leftover of which is
 * replaced, with one thread for each of the `count` wires to core. `mem` gives
 * WEB_MEMORY bytes a worker. ERR_LIMIT: it does not; ERR_STORE: the socket
 * could not be made.
 */
enum err web_start(struct web *w, const char *path, const struct chan core[],
    size_t count, struct arena *mem) CHECKED;

/* To be called before the wires to core are replaced under their numbers. */
void web_rewiring(struct web *w);

/* Wait until no request is being answered, `most_ms` at the longest. */
void web_drain(struct web *w, int most_ms);

/* Stop the threads and remove the socket; takes up to two seconds. */
void web_stop(struct web *w);

#endif
