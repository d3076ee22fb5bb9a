/*
 * concern - the acts that concern whoever is asking, and no others.
 *
 * A service is concerned by an act when table reception says so (0006-desk.sql)
 * and need.def lets its role read at all. An act that is there but does not
 * concern who asks is answered as one that is not, and the audit log is told.
 */
#ifndef CONCERN_H
#define CONCERN_H

#include "core/need.h"
#include "core/request.h"

struct concern {
	int64_t act, dossier;
	struct ident ident;
	struct str reference, about, form;
	struct str site, site_name, parquet;
	int64_t version, content, urgency, clock, filed, received;
	bool verified, from_box;
	struct str scope;      /* of our row of reception */
	int64_t opened, acked; /* by our service; ms UTC, 0: not yet */
	int64_t delivered;     /* by the parquet's own; 0: not yet */
	struct str titled;     /* by its answers, in a list; "" */
	bool released; /* block I of the dossier, to our service, by the parquet
			*/
};

/*
 * What the form's `ref` names. ERR_ABSENT: no such act for who is asking;
 * `q->note` then says so.
 */
enum err concern_find(struct request *q, struct concern *c) CHECKED;

/*
 * The scope under which a session reads: its own, where need.def says SCOPE or
 * PARTY. False: it reads nothing (a parquet without ressort).
 */
bool concern_scope(const struct session *s, struct str *scope);

/* May who asks read who exploits (block I)? By need.def, or because the parquet
 * released it to this party. */
bool concern_network(const struct request *q, const struct concern *c);

/* « Parquet de Valmont », of a service of the directory; its id if unknown. */
struct str concern_service(const struct core *c, struct str id);

/* « CRIP », or the service itself where there are several of a role. */
struct str concern_who(const struct core *c, struct str role, struct str scope);

/* Members: reference, kind, urgent, danger, no_account, no_clock, incomplete,
 * is_act (written at the central), from, ressort, filed, received, delivered,
 * opened, acked (hours in words, "" when not yet), delivered_late. */
void concern_put(struct request *q, const struct concern *c);

/* « il y a 12 min », « il y a 3 h », « il y a 2 j » */
void concern_age(struct buf *to, int64_t ms);

#endif
